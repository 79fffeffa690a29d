import { schema } from "@fairlead/db";
import { createPaces } from "../../api/src/limits/paces.ts";
import { githubHeaders, githubPush } from "../../api/src/testing/deliveries.ts";
import { aFakeForge } from "../../api/src/testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../../api/src/testing/flow.ts";
import { aRunnerClient, deployed } from "../../api/src/testing/runner.ts";
import { claimedApp, owner, signedIn } from "../../api/src/testing/test-app.ts";
import { newApiToken } from "../../api/src/tokens/new-api-token.ts";
import type { Proof, ProofRow } from "../../scripts/prove/proof.ts";

const samples = 60;
const pauseMs = 150;
const pushes = 10_000;
const shop = "https://forge.test/ada/shop.git";
/** How much longer the other team's median may take. */
const mostRatio = 2;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const sha = (n: number) => n.toString(16).padStart(40, "0");
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

type World = Awaited<ReturnType<typeof claimedApp>>;
type Ask = { method?: string; json?: unknown; headers?: Record<string, string>; body?: string; ip?: string };

/** Past the helpers of tests, which take one request after the other: here they meet. */
async function ask(world: World, path: string, { method, json, headers = {}, body, ip = "192.0.2.1" }: Ask) {
  const sent = json === undefined ? body : JSON.stringify(json);
  const type: Record<string, string> = json === undefined ? {} : { "Content-Type": "application/json" };
  const init = { method: method ?? (sent === undefined ? "GET" : "POST"), headers: { ...type, ...headers } };
  const request = new Request(
    new URL(path, world.deps.config.url),
    sent === undefined ? init : { ...init, body: sent },
  );
  const answer = await world.app.fetch(request, { deps: world.deps, client: { ip, userAgent: null } });
  await answer.arrayBuffer();
  return answer.status;
}

async function tokenOf({ deps }: World, { actor }: FlowWorld): Promise<Record<string, string>> {
  const { teamId, userId } = actor;
  const made = await newApiToken(deps, { teamId, userId, name: "proof", scope: "admin", expiresInDays: 1 });
  await made.statement;
  return { Authorization: `Bearer ${made.token}` };
}

type Source = { webhookKey: string; secret: string };
const push = async (world: World, { source, n }: { source: Source; n: number }) => {
  const body = githubPush({ after: sha(n) });
  const headers = await githubHeaders(body, { ...source, id: `push-${source.webhookKey}-${n}` });
  return ask(world, `/api/v1/webhooks/${source.webhookKey}`, { method: "POST", body, headers });
};

/** The team that only wants to work: a push that becomes a deployment, its claim, and a page. */
async function theOther(world: World, forge: ReturnType<typeof aFakeForge>) {
  const { deps } = world;
  const place = await aFlowWorld(deps);
  const source = await aSource(deps, place);
  await anApplication(deps, place, { sourceId: source.id, repositoryUrl: shop });
  const headers = await tokenOf(world, place);
  const runner = aRunnerClient(deps, place);
  let n = 1_000_000;
  const timed = async (work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    return performance.now() - from;
  };
  return async () => {
    forge.heads[`${shop} main`] = sha(++n);
    const stop = new AbortController();
    const decided = (async () => {
      for await (const event of deps.hub.subscribe(place.teamId, stop.signal))
        if (event.type === "delivery" && event.state === "deployed") return;
    })();
    const webhook = await timed(async () => {
      await push(world, { source, n });
      await decided;
    });
    stop.abort();
    const from = performance.now();
    const answer = await runner.claim();
    const claim = performance.now() - from;
    if (!answer?.lease) throw new Error("The other team's deployment could not be claimed.");
    await runner.finish(answer.lease, deployed());
    const page = await timed(() => ask(world, "/api/v1/applications", { headers }));
    return { webhook, claim, page };
  };
}
type Sample = Awaited<ReturnType<Awaited<ReturnType<typeof theOther>>>>;

async function measure(work: () => Promise<Sample>): Promise<Sample[]> {
  const seen: Sample[] = [];
  for (let i = 0; i < samples; i++) {
    seen.push(await work());
    await pause(pauseMs);
  }
  return seen;
}

const inWorkers = (count: number, { times, work }: { times: number; work: (n: number) => Promise<unknown> }) => {
  let next = 0;
  return Promise.all(
    Array.from({ length: count }, async () => {
      while (next < times) await work(next++);
    }),
  );
};

/** Everything at once, as fast as it is answered. */
async function doesItsWorst(world: World) {
  const { deps } = world;
  const place = await aFlowWorld(deps);
  const headers = await tokenOf(world, place);
  const source = await aSource(deps, place);
  const applications: string[] = [];
  for (let i = 0; i < 100; i++)
    applications.push(
      await anApplication(deps, place, {
        ...(i === 0 ? { sourceId: source.id } : {}),
        repositoryUrl: "https://silent.test/ada/shop.git",
      }),
    );
  const cookie = await signedIn(world, owner);
  const mailbox = await ask(world, "/api/v1/channels", {
    headers,
    json: {
      name: "x",
      settings: { kind: "email", addresses: Array.from({ length: 20 }, (_, i) => `s${i}@example.org`) },
    },
  });
  if (mailbox !== 201) throw new Error("The channel was not made.");
  const [channel] = (await deps.db.select().from(schema.channel)).filter(({ teamId }) => teamId === place.teamId);
  const variables = Array.from({ length: 16 }, (_, i) => ({
    key: `V${i}`,
    value: "x".repeat(65_000),
    scope: "runtime",
    isSecret: false,
  }));
  const run = () =>
    Promise.all([
      inWorkers(100, { times: pushes, work: (n) => push(world, { source, n: n + 1 }) }),
      inWorkers(10, {
        times: 500,
        work: () => ask(world, `/api/v1/channels/${channel?.id}/test`, { method: "POST", headers }),
      }),
      inWorkers(1, {
        times: 100,
        work: (n) =>
          ask(world, `/api/v1/applications/${applications[n]}/variables`, {
            method: "PUT",
            headers,
            json: { variables },
          }),
      }),
      inWorkers(5, {
        times: 60,
        work: (n) =>
          ask(world, "/api/v1/teams", {
            headers: { Cookie: cookie, Origin: deps.config.url },
            json: { name: `team ${n}` },
          }),
      }),
      inWorkers(10, {
        times: 2_000,
        work: (n) =>
          ask(world, "/api/auth/sign-in/email", {
            json: { email: `p${n % 300}@example.org`, password: "wrong" },
            ip: `2001:db8:1:2::${n.toString(16)}`,
          }),
      }),
    ]);
  return { place, run };
}

async function rowsLeft({ deps }: World, { teamId }: FlowWorld): Promise<Record<string, number>> {
  const count = async (sql: string) =>
    Number((await deps.db.$client.execute({ sql, args: sql.includes("?") ? [teamId] : [] })).rows[0]?.[0] ?? 0);
  return {
    deliveries: await count("SELECT count(*) FROM delivery WHERE team_id = ?"),
    "queued jobs": await count("SELECT count(*) FROM job WHERE team_id = ? AND state = 'queued'"),
    deployments: await count("SELECT count(*) FROM deployment WHERE team_id = ?"),
    "frozen MiB": Math.round(
      (await count("SELECT coalesce(sum(octet_length(variables)), 0) FROM deployment WHERE team_id = ?")) / 1_048_576,
    ),
    "variable MiB": Math.round(
      (await count("SELECT coalesce(sum(octet_length(value)), 0) FROM variable WHERE team_id = ?")) / 1_048_576,
    ),
    teams: await count("SELECT count(*) FROM team"),
    "audit entries": await count("SELECT count(*) FROM audit"),
    counters: await count("SELECT count(*) FROM rate_window"),
    mails: deps.sentMails.length,
  };
}

/** In a run that lasts minutes; the table says what there was. */
const most: Record<string, number> = {
  deliveries: 200 + 20 * 600,
  "queued jobs": 5,
  "frozen MiB": 10,
  "variable MiB": 88,
  teams: 25,
  "audit entries": 1_500,
  counters: 1_000,
  mails: 120,
};

export const worstTeam: Proof = {
  name: "worst-team",
  title:
    "one team that does its worst delays another team's webhook, claim and page by less than twice, and leaves bounded rows",
  minutes: 3,
  run: async ({ print }) => {
    const forge = aFakeForge({ [`${shop} main`]: sha(1) });
    const world = await claimedApp();
    const { deps } = world;
    Object.assign(deps.clock, { now: () => Date.now() });
    deps.paces = createPaces();
    deps.egress = async (url, init) => {
      if (url.startsWith("https://forge.test/")) return forge.egress(url, init);
      await pause(init.timeoutMs);
      throw new Error("no answer");
    };
    const rows: ProofRow[] = [];
    const failures: string[] = [];
    try {
      const work = await theOther(world, forge);
      await work();
      const before = await measure(work);
      const { place, run } = await doesItsWorst(world);
      const worst = run();
      const during = await measure(work);
      print("the other team was measured; waiting for the end of the worst");
      await worst;
      for (const what of ["webhook", "claim", "page"] as const) {
        const [alone, beside] = [before, during].map((list) => median(list.map((each) => each[what])));
        const ratio = (beside ?? 0) / (alone ?? 1);
        rows.push({
          what: `${what}, ms`,
          before: Number((alone ?? 0).toFixed(1)),
          while: Number((beside ?? 0).toFixed(1)),
          n: samples,
          ratio: Number(ratio.toFixed(2)),
        });
        if (ratio >= mostRatio) failures.push(`the other team's ${what} takes ${ratio.toFixed(2)} times as long`);
      }
      for (const [what, value] of Object.entries(await rowsLeft(world, place))) {
        rows.push({ what: `left: ${what}`, before: 0, while: value, n: 1, ratio: 0 });
        if (value > (most[what] ?? Number.POSITIVE_INFINITY))
          failures.push(`${value} ${what} are left, not ${most[what]}`);
      }
    } finally {
      await deps.settle();
      deps.dispose();
    }
    return { rows, failures };
  },
};
