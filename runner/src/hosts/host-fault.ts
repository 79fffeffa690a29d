// pure

import { ExplainedError, type Explanation } from "../explained-error.ts";

export type HostFaultReason =
  | "unreachable"
  | "handshake-failed"
  | "host-key-changed"
  | "auth-refused"
  | "docker-missing"
  | "docker-stopped"
  | "docker-elsewhere"
  | "docker-permission"
  | "docker-outdated"
  | "forwarding-refused"
  | "sftp-refused"
  | "timeout"
  | "lost";

const classOf = {
  unreachable: "server-unreachable",
  "handshake-failed": "server-unreachable",
  "host-key-changed": "host-key-changed",
  "auth-refused": "server-auth-refused",
  "docker-missing": "docker-unavailable",
  "docker-stopped": "docker-unavailable",
  "docker-elsewhere": "docker-unavailable",
  "docker-permission": "docker-unavailable",
  "docker-outdated": "docker-unavailable",
  "forwarding-refused": "docker-unavailable",
  "sftp-refused": "server-unreachable",
  timeout: "server-unreachable",
  lost: "server-unreachable",
} as const;

/** Reasons that may be gone a moment later (Docker starts after sshd when a server boots). The others need a person. */
const passing: ReadonlySet<HostFaultReason> = new Set(["unreachable", "timeout", "lost", "docker-stopped"]);

/** The server, or the way to it, does not do what we need. */
export class HostFault extends ExplainedError {
  override readonly name: string = "HostFault";
  readonly reason: HostFaultReason;

  constructor(reason: HostFaultReason, explanation: Omit<Explanation, "causeClass">) {
    super({ ...explanation, causeClass: classOf[reason] });
    this.reason = reason;
  }

  override get mayPass(): boolean {
    return passing.has(this.reason);
  }
}

/** The server shows another identity than the pinned one. Nothing was authenticated and nothing may be until a person decides. */
export class HostKeyChanged extends HostFault {
  override readonly name = "HostKeyChanged";
  readonly expectedFingerprints: readonly string[];
  readonly seenFingerprint: string;
  readonly seenHostKey: string;

  constructor(label: string, seen: { hostKey: string; fingerprint: string; expected: readonly string[] }) {
    super("host-key-changed", {
      sentence: `${label} presents a different host key than the one that was confirmed.`,
      evidence: [...seen.expected.map((one) => `expected ${one}`), `seen ${seen.fingerprint}`],
      nextAction:
        "Ask whoever runs the server whether its host key was replaced. If so, compare the fingerprint with " +
        "`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on the server and trust the new key on the server page.",
    });
    this.expectedFingerprints = seen.expected;
    this.seenFingerprint = seen.fingerprint;
    this.seenHostKey = seen.hostKey;
  }
}

/** Nobody answers at an address inside the server: for a readiness probe an ordinary observation. */
export class DialRefused extends Error {
  override readonly name = "DialRefused";
  readonly reason: "refused" | "timeout";

  constructor(address: string, reason: "refused" | "timeout") {
    super(reason === "refused" ? `Nothing accepts connections at ${address}.` : `No answer from ${address} in time.`);
    this.reason = reason;
  }
}

export type HostFileReason = "not-found" | "denied" | "too-large" | "full" | "bad-path" | "failed";

/** One file operation on a server failed; the connection is fine. */
export class HostFileError extends ExplainedError {
  override readonly name = "HostFileError";
  readonly reason: HostFileReason;
  readonly path: string;

  constructor(reason: HostFileReason, at: { path: string; detail: string; cause?: unknown }) {
    super({
      causeClass: reason === "full" ? "disk-full" : "internal",
      sentence: `${at.path}: ${at.detail}`,
      nextAction: nextActionOf[reason],
      cause: at.cause,
    });
    this.reason = reason;
    this.path = at.path;
  }
}

const nextActionOf: Record<HostFileReason, string> = {
  "not-found": "Check that the file exists on the server.",
  denied: "Give the SSH user of this server access to the path, or use a user that has it.",
  "too-large": "The file is larger than it can sensibly be; look at it on the server.",
  full: "Free disk space on the server: `docker system df` shows what Docker holds.",
  "bad-path": "This is a fault of ours: report it with the job's log.",
  failed: "Look at the server's disk and its system log, then try again.",
};
