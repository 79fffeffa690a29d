import type { ServerView } from "../api/types.ts";
import type { Signal } from "../ui/signal.ts";

const looks: Record<ServerView["state"], { signal: Signal; label: string }> = {
  pending: { signal: "busy", label: "First contact" },
  untrusted: { signal: "warn", label: "Confirm host key" },
  ready: { signal: "ok", label: "Ready" },
  warning: { signal: "warn", label: "Ready, with warnings" },
  failing: { signal: "bad", label: "Checks failing" },
  unreachable: { signal: "bad", label: "Unreachable" },
};
export function serverLook({ state, isChecking }: Pick<ServerView, "state" | "isChecking">) {
  if (state === "pending" && !isChecking) return { signal: "idle" as const, label: "Never reached" };
  return looks[state];
}

export const isReady = ({ state }: Pick<ServerView, "state">): boolean => state === "ready" || state === "warning";

const checkLooks: Record<ServerView["checks"][number]["status"], { signal: Signal; label: string }> = {
  ok: { signal: "ok", label: "ok" },
  warning: { signal: "warn", label: "warning" },
  failed: { signal: "bad", label: "failed" },
  skipped: { signal: "idle", label: "skipped" },
};
export const checkLook = (status: ServerView["checks"][number]["status"]) => checkLooks[status];

const checkTitles: Record<ServerView["checks"][number]["name"], string> = {
  connection: "Connection",
  "host-key": "Host key",
  os: "System",
  cpu: "CPU",
  memory: "Memory",
  disk: "Disk",
  docker: "Docker",
  ports: "Proxy ports",
  clock: "Clock",
  proxy: "Proxy",
  metadata: "Cloud metadata",
};
export const checkTitle = (name: ServerView["checks"][number]["name"]) => checkTitles[name];

/** `root@203.0.113.7`, with the port only when it is not the usual one. */
export function addressOf({ kind, host, port, user }: Pick<ServerView, "kind" | "host" | "port" | "user">): string {
  if (kind === "local") return "the runner's own machine";
  if (!port || port === 22) return `${user}@${host}`;
  return `${user}@${host?.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Sizes in the unit people read on their machine: `7.6 GiB`. */
export function formatBytes(sizeBytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, sizeBytes)) / 10));
  const value = sizeBytes / 1_024 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

export type FirstContact = "waiting" | "confirm" | "changed" | "done";
/** Where a server stands on its way to trust. */
export function firstContact({
  hostKeyFingerprint,
  seenFingerprint,
}: Pick<ServerView, "hostKeyFingerprint" | "seenFingerprint">): FirstContact {
  if (seenFingerprint) return hostKeyFingerprint ? "changed" : "confirm";
  return hostKeyFingerprint ? "done" : "waiting";
}

/** Asks the machine itself which host key it has. */
export const askKey = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub";

/** One command that also makes the folder, so that pasting it is all there is to do. */
export const pasteCommand = ({ authorizedKeysLine }: Pick<ServerView, "authorizedKeysLine">) =>
  `mkdir -p -m 700 ~/.ssh && echo '${authorizedKeysLine}' >> ~/.ssh/authorized_keys && chmod 600 ~/.ssh/authorized_keys`;

type Reached = Pick<ServerView, "hostKeyFingerprint" | "seenFingerprint" | "isChecking" | "state">;
/** No answer, or none that lets the runner in: perhaps it is another address, user or port. */
export const isAddressDoubtful = (server: Reached): boolean =>
  !server.isChecking &&
  (firstContact(server) === "waiting" || server.state === "unreachable" || server.state === "failing");

/** Still on its way to the first check that passes, where all that a person has to do stands in one column. */
export const isBeingAdded = (
  server: Pick<ServerView, "kind" | "hostKeyFingerprint" | "seenFingerprint" | "lastSeenAt">,
): boolean => {
  if (server.kind === "local") return false;
  const stage = firstContact(server);
  return stage === "waiting" || stage === "confirm" || (stage === "done" && server.lastSeenAt === null);
};
