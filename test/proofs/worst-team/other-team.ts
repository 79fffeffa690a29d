import { setTimeout as pause } from "node:timers/promises";
import type { JobOutcome } from "@fairlead/runner/contract";
import { githubHeaders, githubPush } from "../../../api/src/testing/deliveries.ts";
import type { ApiClient } from "../../support/api-client.ts";
import type { NodeControlPlane } from "../../support/control-plane.ts";
import { aTeam } from "./a-team.ts";
import type { Forges } from "./forges.ts";

/** What the other team waits for, in ms: a push until it is answered and until it is decided, the job for its runner, and a page. */
export const waits = ["webhook answered", "webhook decided", "claim", "page"] as const;
export type Sample = Record<(typeof waits)[number], number>;

const deployed: JobOutcome = {
  kind: "succeeded",
  result: {
    kind: "deploy",
    image: `sha256:${"1".repeat(64)}`,
    container: "live-app",
    commit: null,
    unnamedVolumes: [],
    warnings: [],
  },
};
const patienceMs = 60_000;
const everyMs = 20;

/** The team that only wants to work. Each call pushes once, deploys what was pushed, and looks at its applications. */
export async function theOtherTeam(plane: NodeControlPlane, forges: Forges): Promise<() => Promise<Sample>> {
  const { url, token, api } = plane;
  const { runner, sources } = await aTeam(plane, { forge: forges.url, sources: 1, applications: 1 });
  const [source] = sources;
  if (!source) throw new Error("The other team has no source.");
  const headers = { authorization: `Bearer ${token}` };
  let n = 1_000_000;
  return async () => {
    const after = (++n).toString(16).padStart(40, "0");
    forges.head = after;
    const body = githubPush({ after, repository: source.repository });
    const sent = { method: "POST", body, headers: await githubHeaders(body, { secret: source.webhookSecret }) };
    const lap = stopwatch();
    const answer = await fetch(source.webhookUrl, sent);
    await answer.arrayBuffer();
    const answered = lap();
    if (answer.status !== 202) throw new Error(`The other team's push was answered ${answer.status}.`);
    await untilDecided(api, { sourceId: source.id, after });
    const decided = lap();
    const job = await timed(() => runner.claim(0));
    if (!job.value?.lease) throw new Error("The other team's deployment could not be claimed.");
    await runner.finish(job.value.lease, deployed);
    const page = await timed(async () => (await fetch(`${url}/api/v1/applications`, { headers })).text());
    return { "webhook answered": answered, "webhook decided": decided, claim: job.ms, page: page.ms };
  };
}

const stopwatch = () => {
  const from = performance.now();
  return () => performance.now() - from;
};
async function timed<T>(work: () => Promise<T>) {
  const lap = stopwatch();
  const value = await work();
  return { value, ms: lap() };
}

type Delivery = { id: string; commit: string | null; state: string; reason: string };

/**
 * Asks for the newest deliveries again and again, as a page does that lost its live events: a stream may end at any pulse, and whoever
 * only waits for its next word would take that for a push that nobody decided.
 */
async function untilDecided(api: ApiClient, { sourceId, after }: { sourceId: string; after: string }): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  let newest: Delivery[] = [];
  while (performance.now() < giveUpAt) {
    newest = (await api.get<{ items: Delivery[] }>(`/sources/${sourceId}/deliveries?limit=2`)).items;
    // A look at the branch may have found the commit before its push was decided.
    const isDeployed = ({ state, reason }: Delivery) => state === "deployed" || reason.includes("was already deployed");
    if (newest.some((each) => each.commit === after && isDeployed(each))) return;
    await pause(everyMs);
  }
  throw new Error(`The other team's push ${after} was not decided: ${JSON.stringify(newest)}`);
}
