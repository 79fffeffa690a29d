// pure

import { HostFault } from "./host-fault.ts";
import { shownWord } from "./shown-word.ts";

/** Where in the hand-shake a connection stands. */
export type SshPhase = "connect" | "key exchange" | "authentication" | "open";

/** What the server still takes after the key was shown; `isPartial`: the key was right and is not enough. */
export type WantedMethods = { methods: readonly string[]; isPartial: boolean | null };

export type SshFaultContext = {
  label: string;
  phase: SshPhase;
  user: string;
  authorizedKeysLine: string;
  wanted?: WantedMethods | undefined;
};

/** ssh2 tells its error classes by these two untyped fields. */
function marksOf(error: unknown): { level: string; code: string } {
  if (typeof error !== "object" || error === null) return { level: "", code: "" };
  const level = "level" in error && typeof error.level === "string" ? error.level : "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { level, code };
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Turns what ssh2 raised before the connection was open into a fault with a next action. */
export function sshFault(error: unknown, context: SshFaultContext): HostFault {
  const { level, code } = marksOf(error);
  const evidence = [messageOf(error)];
  if (level === "client-authentication") return authRefused(context, error);
  if (level === "client-timeout") return sshTimeout(context);
  if (level === "handshake") return handshakeFailed(context, error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new HostFault("unreachable", {
      sentence: `The name of ${context.label} does not resolve.`,
      evidence,
      nextAction: "Correct the host name, or enter the server's IP address.",
      cause: error,
    });
  }
  return unreachable(context, error);
}

export function sshTimeout({ label, phase }: SshFaultContext): HostFault {
  return new HostFault("timeout", {
    sentence: `${label} did not answer in time during ${phase === "open" ? "the session" : phase}.`,
    nextAction:
      phase === "connect"
        ? "Check that the server is on, and that a firewall lets the runner reach its SSH port."
        : "Look at the load and at the sshd log of the server: `journalctl -u ssh -n 50`.",
  });
}

export function unreachable({ label, phase }: SshFaultContext, cause: unknown): HostFault {
  return new HostFault("unreachable", {
    sentence:
      phase === "connect" ? `${label} does not accept connections.` : `${label} hung up during the ${phase} phase.`,
    evidence: [messageOf(cause)],
    nextAction: "Check that the server is on, sshd runs on that port, and a firewall lets the runner in.",
    cause,
  });
}

function authRefused({ label, user, authorizedKeysLine, wanted }: SshFaultContext, cause: unknown): HostFault {
  const evidence = [
    messageOf(cause),
    ...(wanted ? [`the server takes: ${wanted.methods.join(", ").slice(0, 200)}`] : []),
  ];
  if (wanted?.isPartial) {
    return new HostFault("auth-refused", {
      sentence: `${label} takes the runner's key for user ${user} and wants more than that: ${wanted.methods.join(", ").slice(0, 100)}.`,
      evidence,
      nextAction: `Let this user in by the key alone: \`AuthenticationMethods publickey\` in a \`Match User ${shownWord(user)}\` block of /etc/ssh/sshd_config, then \`sudo systemctl reload ssh\`.`,
      cause,
    });
  }
  if (wanted && !wanted.methods.includes("publickey")) {
    return new HostFault("auth-refused", {
      sentence: `${label} takes no keys at all for user ${user}.`,
      evidence,
      nextAction: `Set \`PubkeyAuthentication yes\` for this user in /etc/ssh/sshd_config and \`sudo systemctl reload ssh\`. This line belongs into ~${user}/.ssh/authorized_keys: ${authorizedKeysLine}`,
      cause,
    });
  }
  return new HostFault("auth-refused", {
    sentence: `${label} does not accept the runner's key for user ${user}.`,
    evidence,
    nextAction: `Let the runner in: on the server, as ${user}, run \`mkdir -p -m 700 ~/.ssh && echo '${authorizedKeysLine}' >> ~/.ssh/authorized_keys && chmod 600 ~/.ssh/authorized_keys\`. If the line is there, \`sudo journalctl -u ssh\` says why it is refused. Then check again.`,
    cause,
  });
}

function handshakeFailed({ label }: SshFaultContext, cause: unknown): HostFault {
  return new HostFault("handshake-failed", {
    sentence: `${label} and the runner agree on no secure way to talk.`,
    evidence: [messageOf(cause)],
    nextAction:
      "Update OpenSSH on the server and give it an ed25519 host key: `sudo ssh-keygen -A && sudo systemctl restart ssh`.",
    cause,
  });
}

export function lostFault(label: string, detail: string): HostFault {
  return new HostFault("lost", {
    sentence: `The connection to ${label} was lost.`,
    evidence: [detail],
    nextAction:
      "Nothing, if the server is back: the work is taken up again. Otherwise check the server and its network.",
  });
}

/** As a finding it belongs to how the connection may be used, like a refused forwarding. */
export function sessionRefused(label: string, evidence: string[]): HostFault {
  return new HostFault("forwarding-refused", {
    sentence: `sshd on ${label} opens no further session for the runner.`,
    evidence,
    nextAction:
      "Set `MaxSessions 10` or more in /etc/ssh/sshd_config and its `Match` blocks, then `sudo systemctl reload ssh`.",
  });
}

export function forwardingRefused(label: string, evidence: string[]): HostFault {
  return new HostFault("forwarding-refused", {
    sentence: `sshd on ${label} forbids forwarding, by which the runner reaches Docker, the proxy and the containers.`,
    evidence,
    nextAction:
      "Allow it for this user: in /etc/ssh/sshd_config and its `Match` blocks no `DisableForwarding yes`, but `AllowStreamLocalForwarding yes` and `AllowTcpForwarding yes`, and no `PermitOpen`; in authorized_keys the runner's line as the server's page shows it, with `port-forwarding`. Then `sudo systemctl reload ssh`.",
  });
}

export const sftpRefused = (label: string, evidence: string[]) =>
  new HostFault("sftp-refused", {
    sentence: `sshd on ${label} hands out no files: the runner keeps its own there by SFTP.`,
    evidence,
    nextAction:
      "In /etc/ssh/sshd_config set `Subsystem sftp internal-sftp`, and for this user no `ForceCommand`. Then `sudo systemctl reload ssh`.",
  });
