import type { CheckLine, PayloadOf, ResultOf } from "../../../contract/index.ts";
import type { JobContext } from "../../agent/run-job.ts";
import { ExplainedError } from "../../explained-error.ts";
import { HostFault, HostKeyChanged } from "../../hosts/host-fault.ts";
import { scanHostKey } from "../../hosts/ssh-open.ts";
import { LeaseLost, StepFailed } from "../../outcome.ts";
import { checkMetadata } from "../../plan/metadata-check.ts";
import { checkProxy } from "../../plan/proxy-check.ts";
import { checkServer as judge } from "../../plan/server-checks.ts";
import type { Target } from "../../ports/target.ts";
import { openTarget } from "../../targets/open-target.ts";
import type { JobRunner } from "../job-runner.ts";
import type { JobTools, SshTargetOf } from "../job-tools.ts";
import { targetAddress } from "./target-address.ts";

type Checked = ResultOf<"check-server">;

/** Looks at a server and says in plain words what is right and what is not. A server that cannot be reached is a finding, not a failure. */
export const checkServer: JobRunner<"check-server"> = ({ tools, context, payload }) =>
  context.journal.step("check-server", async () => {
    const { target } = payload;
    try {
      if (target.kind === "ssh" && target.hostKey === null) return await firstContact(target, context, tools);
      const { journal, signal } = context;
      const opened = await openTarget(tools, { target, effect: journal.effect, proxy: payload.proxy, signal });
      try {
        return await checkTarget(opened, payload);
      } finally {
        opened.release();
      }
    } catch (error) {
      if (!(error instanceof HostFault)) throw error;
      return unreachable(error);
    }
  });

/** Reads the key and hangs up: nothing is authenticated before a person has confirmed it. */
async function firstContact(
  { host, port }: SshTargetOf,
  { signal }: JobContext,
  { sshTimings }: JobTools,
): Promise<Checked> {
  const seen = await scanHostKey({ host, port }, { signal, ...(sshTimings ? { timings: sshTimings } : {}) });
  const lines: CheckLine[] = [
    { name: "connection", status: "ok", sentence: `${host}:${port} answers.`, fix: null },
    {
      name: "host-key",
      status: "warning",
      sentence: `The server shows the host key ${seen.fingerprint}. Nobody has confirmed it yet.`,
      fix: "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
    },
  ];
  return {
    kind: "check-server",
    reachable: true,
    seen,
    lines,
    facts: null,
    cause: null,
    missing: [],
    certificates: [],
  };
}

async function checkTarget(
  opened: Target,
  { proxy: wanted, expected, target, certificates: asked }: PayloadOf<"check-server">,
): Promise<Checked> {
  const { driver, label } = opened;
  const wantsProxy = wanted === "caddy";
  const server = await opened.look();
  const ports = wantsProxy ? await opened.proxyPorts() : undefined;
  const judged = judge(server, ports);
  const isBlocked = judged.some(({ name, status }) => status === "failed" && (name === "ports" || name === "docker"));
  const proxy = wantsProxy && !isBlocked ? await bringUpProxy(opened) : skippedProxy(wantsProxy);
  const isProxyUp = proxy.status === "ok" || proxy.status === "warning";
  const metadata = isProxyUp ? await opened.proxy.metadata() : undefined;
  const connection: CheckLine = {
    name: "connection",
    status: "ok",
    sentence: `Connected to ${label}.`,
    fix: null,
  };
  const hostKey: CheckLine = {
    name: "host-key",
    status: "ok",
    sentence: "The host key is the confirmed one.",
    fix: null,
  };
  const lines = [connection, ...(label.includes("@") ? [hostKey] : []), ...judged, proxy, checkMetadata(metadata)];
  const missing = await driver.missing(expected);
  const certificates = isProxyUp ? await opened.proxy.certificates(asked) : [];
  const facts = { ...server.facts, address: await targetAddress(target) };
  return { kind: "check-server", reachable: true, seen: null, lines, facts, cause: null, missing, certificates };
}

async function bringUpProxy({ proxy }: Target): Promise<CheckLine> {
  try {
    const running = await proxy.ensureRunning();
    return running ? checkProxy(running) : skippedProxy(false);
  } catch (error) {
    if (error instanceof LeaseLost || error instanceof HostFault) throw error;
    const cause =
      error instanceof StepFailed ? error.failure : error instanceof ExplainedError ? error.toCause(null) : undefined;
    const [evidence] = cause?.evidence ?? [];
    const sentence = cause
      ? `${cause.sentence}${evidence ? ` (${evidence})` : ""}`
      : `The proxy could not be started: ${String(error)}`;
    return {
      name: "proxy",
      status: "failed",
      sentence: sentence.slice(0, 500),
      fix: cause?.nextAction ?? "docker logs fairlead-proxy",
    };
  }
}

const skippedProxy = (wantsProxy: boolean): CheckLine => ({
  name: "proxy",
  status: "skipped",
  sentence: wantsProxy
    ? "The proxy waits until what is above is fixed."
    : "This server is set to have no proxy of ours.",
  fix: null,
});

/** In which line of the check each kind of trouble belongs. */
const lineOf = {
  unreachable: "connection",
  timeout: "connection",
  lost: "connection",
  "handshake-failed": "connection",
  "auth-refused": "connection",
  "sftp-refused": "connection",
  "host-key-changed": "host-key",
  "docker-missing": "docker",
  "docker-permission": "docker",
  "docker-outdated": "docker",
  "forwarding-refused": "docker",
  "docker-stopped": "docker",
  "docker-elsewhere": "docker",
} as const satisfies Record<HostFault["reason"], CheckLine["name"]>;

function unreachable(fault: HostFault): Checked {
  const name = lineOf[fault.reason];
  const sentence = fault.message.slice(0, 500);
  const lines: CheckLine[] = [{ name, status: "failed", sentence, fix: fault.nextAction.slice(0, 1_000) }];
  if (name === "docker")
    lines.unshift({ name: "connection", status: "ok", sentence: "The server answers.", fix: null });
  const seen =
    fault instanceof HostKeyChanged && fault.seenHostKey !== ""
      ? { hostKey: fault.seenHostKey, fingerprint: fault.seenFingerprint }
      : null;
  const cause = fault.toCause(null);
  return {
    kind: "check-server",
    reachable: name === "docker",
    seen,
    lines,
    facts: null,
    cause,
    missing: [],
    certificates: [],
  };
}
