import type { Cause, CauseClass, DeploymentStatus } from "@fairlead/runner/contract";

/** What became of a deployment at one of its targets. */
export type TargetResult = {
  server: string;
  status: DeploymentStatus;
  cause: Cause | null;
  /** It is the release that serves there. */
  isServing: boolean;
  /** Number of the release that serves there; null when none does. */
  servingNumber: number | null;
};

/** The server was away, or its runner: nothing is known against the release itself. */
const away: ReadonlySet<CauseClass> = new Set([
  "server-unreachable",
  "server-auth-refused",
  "host-key-changed",
  "docker-unavailable",
  "lost-runner",
]);
export const wasAway = (cause: Pick<Cause, "class"> | null) => cause !== null && away.has(cause.class);

/** Fits a sentence of a cause. */
const mostLetters = 500;

/**
 * Why a deployment with several targets failed, in words that say which servers serve it and which do not. undefined when it did not fail
 * anywhere. With one target its own cause is told.
 */
export function tellTargets(results: readonly TargetResult[]): Cause | undefined {
  const failed = results.filter(({ status }) => status === "failed");
  const first = failed.find(({ cause }) => !wasAway(cause)) ?? failed[0];
  if (!first?.cause) return undefined;
  if (results.length === 1) return first.cause;
  const serving = results.filter(({ isServing }) => isServing).map(({ server }) => server);
  const lead =
    serving.length === 0 ? "No server serves this release." : `${list(serving)} ${serve(serving)} this release.`;
  const rest = results.filter(({ isServing }) => !isServing).map(tellOne);
  const levelled = failed.filter(({ cause }) => wasAway(cause)).map(({ server }) => server);
  const canBeLevelled = serving.length > 0 && levelled.length === failed.length;
  return {
    ...first.cause,
    sentence: shorten([lead, ...rest].join(" ")),
    nextAction: canBeLevelled
      ? `${list(levelled)} gets this release by itself once the server answers again.`
      : first.cause.nextAction,
  };
}

function tellOne({ server, status, cause, servingNumber }: TargetResult): string {
  const serves = servingNumber === null ? `Nothing serves on ${server}` : `${server} still serves #${servingNumber}`;
  if (status === "failed" && cause) return `${serves}: ${cause.sentence}`;
  if (status === "cancelled") return `${serves}: it was cancelled there.`;
  if (status === "superseded") return `${serves}: a newer deployment took its place there.`;
  return `${serves}.`;
}

const serve = (servers: readonly string[]) => (servers.length === 1 ? "serves" : "serve");

/** "web-1", "web-1 and web-2", "web-1, web-2 and web-3". */
export function list(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

const shorten = (text: string) => (text.length <= mostLetters ? text : `${text.slice(0, mostLetters - 1)}…`);
