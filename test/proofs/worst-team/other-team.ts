import type { JobOutcome } from "@fairlead/runner/contract";
import { githubHeaders, githubPush } from "../../../api/src/testing/deliveries.ts";
import type { NodeControlPlane } from "../../support/control-plane.ts";
import { aTeam } from "./a-team.ts";
import type { Forges } from "./forges.ts";

/** What the other team waits for, in ms: a push until it is answered and until it is decided, the job for its runner, and a page. */
export const waits = ["webhook answered", "webhook decided", "claim", "page"] as const;
export type Sample = Record<(typeof waits)[number], number>;

const deployed: JobOutcome = {
  kind: "succeeded",
  result: { kind: "deploy", image: `sha256:${"1".repeat(64)}`, container: "live-app", commit: null, warnings: [] },
};
const patienceMs = 60_000;

/** The team that only wants to work. Each call pushes once, deploys what was pushed, and looks at its applications. */
export async function theOtherTeam(plane: NodeControlPlane, forges: Forges): Promise<() => Promise<Sample>> {
  const { url, token } = plane;
  const { runner, sources } = await aTeam(plane, { forge: forges.url, sources: 1, applications: 1 });
  const [source] = sources;
  if (!source) throw new Error("The other team has no source.");
  const headers = { authorization: `Bearer ${token}` };
  const nextDecision = await listen(`${url}/api/v1/events`, headers);
  let n = 1_000_000;
  return async () => {
    const after = (++n).toString(16).padStart(40, "0");
    forges.head = after;
    const body = githubPush({ after, repository: source.repository });
    const sent = { method: "POST", body, headers: await githubHeaders(body, { secret: source.webhookSecret }) };
    const lap = stopwatch();
    const decision = nextDecision().then(lap);
    // Told below, once the answer to the call is known.
    decision.catch(() => undefined);
    const answer = await fetch(source.webhookUrl, sent);
    await answer.arrayBuffer();
    const answered = lap();
    if (answer.status !== 202) throw new Error(`The other team's push was answered ${answer.status}.`);
    const decided = await decision;
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

/** The team's live events; each call waits for the next push that became a deployment. */
async function listen(url: string, headers: Record<string, string>): Promise<() => Promise<void>> {
  const stream = await fetch(url, { headers });
  let tell: () => void = () => undefined;
  void (async () => {
    const decoder = new TextDecoder();
    let text = "";
    for await (const bytes of stream.body ?? []) {
      text += decoder.decode(bytes, { stream: true });
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      if (events.some((event) => event.includes('"type":"delivery"') && event.includes('"deployed"'))) tell();
    }
  })().catch(() => undefined);
  return () =>
    new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => reject(new Error("The other team's push was not decided.")), patienceMs);
      tell = () => {
        clearTimeout(tooLong);
        resolve();
      };
    });
}
