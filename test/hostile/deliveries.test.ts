import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newApiToken } from "../../api/src/people/tokens/new-api-token.ts";
import { aFakeForge } from "../../api/src/testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource } from "../../api/src/testing/flow.ts";
import { type TestApp, testApp } from "../../api/src/testing/test-app.ts";
import { type ForgeKind, renderPush } from "../lab/deliver-push.ts";
import type { Push } from "../lab/forge/push.ts";
import { aPush as push } from "./fuzz/a-push.ts";
import { textsOf, withValue } from "./leaves.ts";
import { hostile } from "./strings.ts";
import { isTripped } from "./tripwire.ts";

// A signed call proves who sent it, not what is in it: everything a forge tells was typed by somebody who may push.

const { after } = push;
const secret = "the secret of the webhook";
const places = textsOf(push).map(({ path }) => path);
/** Read by what renders the payloads here, before any forge would send them. */
const unsendable = ["repository.token", "repository.httpsUrl"];
const placesOf = (forge: ForgeKind) =>
  places.filter((path) => !unsendable.includes(path) && !(forge === "github" && path === "repository.fullName"));
/** A quarter of the texts for each place, another one for the next: together they are all there, several times. */
const textsFor = (path: string) => Object.entries(hostile).filter((_, index) => index % 4 === places.indexOf(path) % 4);

let world: TestApp;
let token: string;
const webhookKeys: Record<string, string> = {};
beforeAll(async () => {
  const forge = aFakeForge({ [`${push.repository.httpsUrl} main`]: after });
  world = await testApp({ egress: (...sent) => forge.egress(...sent) });
  const flow = await aFlowWorld(world.deps);
  for (const kind of ["github", "gitlab", "bitbucket", "gitea"] as const) {
    const source = await aSource(world.deps, flow, { forge: kind, secret });
    await anApplication(world.deps, flow, { sourceId: source.id });
    webhookKeys[kind] = source.webhookKey;
  }
  const { teamId, userId } = flow.actor;
  const made = await newApiToken(world.deps, { teamId, userId, name: "test", scope: "admin", expiresInDays: 1 });
  await made.statement;
  token = made.token;
});
afterAll(() => world?.deps.dispose());

const get = (path: string) => world.send(`/api/v1${path}`, { token });

async function deliver(forge: ForgeKind, told: Push): Promise<number> {
  const { headers, body } = renderPush({ forge, secret, push: told });
  const url = `${world.deps.config.url}/api/v1/webhooks/${webhookKeys[forge]}`;
  const request = new Request(url, { method: "POST", headers, body });
  const answer = await world.app.fetch(request, { deps: world.deps, client: { ip: "192.0.2.1", userAgent: forge } });
  await world.deps.settle();
  return answer.status;
}

describe.each(["github", "gitlab", "bitbucket", "gitea"] as const)("a push from %s", (forge) => {
  test.each(placesOf(forge))("with a hostile %s is taken and decided, and breaks no list", async (path) => {
    const wrong: string[] = [];
    for (const [name, value] of textsFor(path)) {
      const status = await deliver(forge, withValue(push, { path, value }));
      if (status !== 202) wrong.push(`${name}: ${status}`);
    }
    expect(wrong).toEqual([]);
    const { status, body } = await get("/deliveries?limit=200");
    const undecided = (body.items as { state: string; reason: string }[]).filter(
      ({ state }) => state !== "ignored" && state !== "deployed",
    );
    expect([status, undecided]).toEqual([200, []]);
    expect((await get("/deployments")).status).toBe(200);
  });
});

test("what was deployed is the branch of the application at the commit of the forge, and nothing else", async () => {
  const { body } = await get("/deployments?limit=200");
  const items = body.items as { ref: string; commit: string }[];
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter(({ ref, commit }) => ref !== "main" || commit !== after)).toEqual([]);
});

test("nothing was run", () => expect(isTripped()).toBe(false));
