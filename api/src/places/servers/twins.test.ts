import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { aRunner, aServer } from "../../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createServer } from "./create-server.ts";
import { getServer } from "./get-server.ts";
import { CreateServer, UpdateServer } from "./servers.schemas.ts";
import { updateServer } from "./update-server.ts";

// One machine is one server: two rows would fight over its proxy.

let deps: TestDeps;
let actor: Actor;
let runnerId: string;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
  runnerId = (await aRunner(deps, actor)).id;
});
afterEach(() => deps.dispose());

const endsOf = async (work: Promise<unknown>[]) =>
  (await Promise.allSettled(work)).map((end) => (end.status === "fulfilled" ? "made" : end.reason.code)).sort();
const settings = {
  proxy: "caddy",
  acmeEmail: null,
  acmeDirectory: null,
  acmeTrustedRoots: null,
  httpProxy: null,
  httpsProxy: null,
  noProxy: "",
  trustedProxies: "",
  buildConcurrency: 1,
  dockerSocket: null,
} as const;

test("of two servers that are made for one address at the same moment there is one", async () => {
  const both = [aServer(deps, actor, { runnerId }), aServer(deps, actor, { runnerId })];
  expect(await endsOf(both)).toEqual(["made", "server.address_taken"]);
  expect(await deps.db.select().from(schema.server)).toHaveLength(1);
});

const asTyped = async (host: string) => {
  const typed = v.parse(CreateServer, { kind: "ssh", name: "web", runnerId, host });
  return createServer(deps, actor, typed);
};

test.each([
  ["web.example.com", "web.example.com."],
  ["web.example.com.", "web.example.com"],
  ["Web.Example.com", "web.example.com"],
  ["203.0.113.9.", "203.0.113.9"],
  ["2001:db8::1", "2001:0DB8:0::0:1"],
])("%s and %s are one machine", async (first, second) => {
  await asTyped(first);
  await expect(asTyped(second)).rejects.toMatchObject({ code: "server.address_taken" });
});

describe("a server that was stored with the dot at the end of its name", () => {
  const aDottedServer = async () => {
    const { id } = await asTyped("web.example.com");
    const trusted = { host: "web.example.com.", hostKey: "ssh-ed25519 AAAA", hostKeyFingerprint: "SHA256:a" };
    await deps.db.update(schema.server).set(trusted).where(eq(schema.server.id, id));
    return id;
  };

  test("is the machine of that name", async () => {
    await aDottedServer();
    await expect(asTyped("web.example.com")).rejects.toMatchObject({ code: "server.address_taken" });
  });

  test("keeps the trust in its host key when it is saved under the same name", async () => {
    const id = await aDottedServer();
    const set = v.parse(UpdateServer, { revision: 1, host: "web.example.com." });
    await updateServer(deps, actor, { id, set });
    expect(await getServer(deps, actor, { id })).toMatchObject({
      host: "web.example.com",
      hostKeyFingerprint: "SHA256:a",
    });
  });
});

test("of two servers that are made for the machine of one runner at the same moment there is one", async () => {
  const make = () => createServer(deps, actor, { kind: "local", name: "here", runnerId, ...settings });
  expect(await endsOf([make(), make()])).toEqual(["made", "server.local_exists"]);
});

test("a server cannot move to an address that another one takes at the same moment", async () => {
  const [one, two] = [await aServer(deps, actor, { host: "a.test" }), await aServer(deps, actor, { host: "b.test" })];
  const move = (id: string) => updateServer(deps, actor, { id, set: { revision: 1, host: "c.test" } });
  expect(await endsOf([move(one.id), move(two.id)])).toEqual(["made", "server.address_taken"]);
});

describe("two servers that were one machine before this was noticed", () => {
  const twins = async () => {
    const first = await aServer(deps, actor, { host: "a.test" });
    const second = await aServer(deps, actor, { host: "b.test" });
    await deps.db.update(schema.server).set({ host: "a.test", isTwin: true }).where(eq(schema.server.id, second.id));
    return { first, second };
  };
  const view = (id: string) => getServer(deps, actor, { id });

  test("stay, and the later one names the other", async () => {
    const { first, second } = await twins();
    expect((await view(second.id)).twinOf).toEqual({ id: first.id, name: first.name });
    expect((await view(first.id)).twinOf).toBeNull();
  });

  test("are two again when one moves", async () => {
    const { second } = await twins();
    await updateServer(deps, actor, { id: second.id, set: { revision: 1, host: "c.test" } });
    expect((await view(second.id)).twinOf).toBeNull();
  });
});
