import { schema } from "@fairlead/db";
import { hashToken, makeToken } from "../../../../api/src/kit/tokens/token-text.ts";
import { newApiToken } from "../../../../api/src/people/tokens/new-api-token.ts";
import { aFlowWorld, anApplication } from "../../../../api/src/testing/flow.ts";
import type { Random } from "../../../../api/src/testing/random.ts";
import { runners } from "../../runner-requests.ts";
import { aFuzzedApp, sendAnything } from "../control-plane.ts";
import { mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

async function openWorld() {
  const world = await aFuzzedApp();
  const flow = await aFlowWorld(world.deps);
  const credential = makeToken("runner", world.deps.ids);
  await world.deps.db.update(schema.runner).set({ credentialHash: await hashToken(credential) });
  const { teamId, userId } = flow.actor;
  const made = await newApiToken(world.deps, { teamId, userId, name: "test", scope: "admin", expiresInDays: 9 });
  await made.statement;
  const application = await anApplication(world.deps, flow);
  return { world, credential, token: made.token, application, server: flow.serverId };
}
let opened: ReturnType<typeof openWorld> | undefined;
const open = () => {
  opened ??= openWorld();
  return opened;
};
type World = Awaited<ReturnType<typeof openWorld>>;

const reports = runners.filter(({ route }) => /progress|finish/.test(route));
const pages = ["/deployments", "/servers", "/jobs", "/deliveries"];

/** A job of the team that this runner has just been given: its reports are read to their end. */
async function aLease(random: Random, { world, credential, token, application, server }: World): Promise<unknown> {
  const wish = random.chance(0.7) ? `/applications/${application}/deployments` : `/servers/${server}/check`;
  await world.send(`/api/v1${wish}`, { json: {}, token });
  const json = { key: crypto.randomUUID(), waitMs: 0, version: "1", holding: [] };
  const { body } = await world.send("/api/v1/runner/claim", { json, token: credential });
  return body.lease;
}

function aReport(random: Random, lease: unknown) {
  const order = random.pick(reports);
  const report = {
    ...order?.body(
      {
        ids: {},
        owner: { email: "", password: "", name: "" },
        domain: "",
        otherDomain: "",
        login: { id: "", address: "" },
      },
      0,
    ),
    lease,
  };
  const changed = random.chance(0.9) ? mutateJson(random, report) : report;
  // Whose job it is stays true in most of them.
  const kept = typeof changed === "object" && changed !== null && random.chance(0.8) ? { ...changed, lease } : changed;
  const bytes = Buffer.from(JSON.stringify(kept) ?? "");
  const body = new Uint8Array(random.chance(0.1) ? mutateBytes(random, bytes) : bytes);
  return { path: order?.route.split(" ")[1] ?? "", body };
}

/** A runner belongs to one team, and what it tells comes from servers and repositories of that team. */
export const runnerReports: Target = {
  name: "runner-reports",
  title: "what a runner tells of the jobs that it holds: steps, lines, outcomes, facts and findings",
  // What is in a report is judged by its schema alone, which is tried as every other one.
  reads: [],
  cases: 100,
  ready: open,
  async tryOne(random) {
    const ready = await open();
    const { world, credential, token } = ready;
    const { path, body } = aReport(random, await aLease(random, ready));
    const headers = { Authorization: `Bearer ${credential}`, "Content-Type": "application/json" };
    const answer = await sendAnything(world, path, { method: "POST", headers, body });
    for (const page of random.chance(0.2) ? pages : []) {
      const { status } = await world.send(`/api/v1${page}`, { token });
      if (status >= 500) throw new TypeError(`${page} answered ${status}`);
    }
    world.blameless();
    await world.deps.db.delete(schema.rateWindow);
    return `${path.split("/").at(-1)} ${answer?.status}`;
  },
};
