import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { personAudit } from "../../kit/audit/audit-log.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { claimedApp } from "../../testing/test-app.ts";
import { aTeam } from "../../testing/test-deps.ts";

const hour = 3_600_000;
const shop = "app_00000000000000000000000001";
const blog = "app_00000000000000000000000002";

let world: Awaited<ReturnType<typeof claimedApp>>;
let start: number;
beforeEach(async () => {
  world = await claimedApp();
  world.deps.clock.advance(hour);
  start = world.deps.clock.now();
});
afterEach(() => world.deps.dispose());

type Done = { by?: string; action?: string; target?: string; teamId?: string };
const entry = ({ by = "ada", action = "application.update", target = shop, teamId = world.teamId }: Done) =>
  personAudit(world.deps, { userId: by, teamId, requestId: "r" }, { action, target });
const did = (...all: Done[]) => runBatch(world.deps.db, all.map(entry));

type Item = { id: string; actor: string; action: string; target: string | null };
type Page = { items: Item[]; nextCursor: string | null };
const ask = (query: string, token = world.token) => world.send(`/api/v1/audit?${query}`, { token });
const listed = async (query: string) => (await ask(query)).body as Page;
const actions = async (query: string) => (await listed(query)).items.map(({ action }) => action);

describe("the list of what was done is narrowed", () => {
  test("to one person, and with them to what they did through their tokens", async () => {
    await did({ by: "grace", action: "server.update" });
    await world.send("/api/v1/projects", { json: { name: "Quay" }, token: world.token });
    const { items } = await listed("limit=1");
    expect(items[0]?.actor).toMatch(/^token:/);
    const { body } = await world.send("/api/v1/members", { token: world.token });
    const [ada] = body.items as { userId: string }[];
    expect(await actions(`actor=user:${ada?.userId}&action=project.`)).toEqual(["project.create"]);
    expect(await actions("actor=user:grace")).toEqual(["server.update"]);
    expect(await actions(`actor=${items[0]?.actor}&action=server.`)).toEqual([]);
  });

  test("to one action, or to all of one kind of thing", async () => {
    await did({ action: "application.update" }, { action: "application.delete" }, { action: "app.update" });
    expect(await actions("action=application.")).toEqual(["application.delete", "application.update"]);
    expect(await actions("action=application.update")).toEqual(["application.update"]);
  });

  test("to what is done to every kind of resource, also as the first version wrote it", async () => {
    await did(
      { action: "application.stop" },
      { action: "resource.stop" },
      { action: "resource.stop", target: "dbs_00000000000000000000000001" },
      { action: "resource.delete" },
      { action: "application.update" },
    );
    expect(await actions("action=resource.stop")).toEqual(["resource.stop", "resource.stop", "application.stop"]);
    expect(await actions("action=resource.delete")).toEqual(["resource.delete"]);
    expect(await actions("action=resource.")).toEqual([
      "resource.delete",
      "resource.stop",
      "resource.stop",
      "application.stop",
    ]);
  });

  test("to what was done to applications, as to every kind or to them alone", async () => {
    await did(
      { action: "application.stop" },
      { action: "resource.stop" },
      { action: "resource.stop", target: "dbs_00000000000000000000000001" },
      { action: "application.update" },
    );
    expect(await actions("action=application.")).toEqual(["application.update", "resource.stop", "application.stop"]);
    expect(await actions("action=application.stop")).toEqual(["resource.stop", "application.stop"]);
    expect(await actions("action=application.update")).toEqual(["application.update"]);
  });

  test("to one thing", async () => {
    await did({ target: shop }, { target: blog, action: "application.delete" });
    expect(await actions(`target=${blog}`)).toEqual(["application.delete"]);
  });

  test("to a time that begins with its first moment and ends before its last", async () => {
    for (const action of ["a.one", "a.two", "a.three"]) {
      await did({ action });
      world.deps.clock.advance(1_000);
    }
    expect(await actions(`from=${start + 1_000}`)).toEqual(["a.three", "a.two"]);
    expect(await actions(`from=${start}&to=${start + 1_000}`)).toEqual(["a.one"]);
    expect(await actions(`from=${start + 3_000}`)).toEqual([]);
    expect(await actions("to=1")).toEqual([]);
  });

  test("to what fits all that is asked", async () => {
    await did({ by: "grace", target: blog }, { by: "grace" }, { target: blog });
    const { items } = await listed(`actor=user:grace&action=application.&target=${blog}&from=${start}`);
    expect(items).toMatchObject([{ actor: "user:grace", target: blog }]);
  });

  test("never to what another team did", async () => {
    const other = await aTeam(world.deps);
    await did({ by: "grace", teamId: other.teamId, target: blog });
    for (const query of ["actor=user:grace", `target=${blog}`, `from=${start}`, `action=application.`])
      expect([query, await actions(query)]).toEqual([query, []]);
  });
});

test("the pages of a narrowed list follow each other without a gap", async () => {
  await did(...["a.one", "b.skip", "a.two", "b.skip", "a.three"].map((action) => ({ action })));
  const first = await listed("action=a.&limit=2");
  expect(first.items.map(({ action }) => action)).toEqual(["a.three", "a.two"]);
  expect(await listed(`action=a.&limit=2&cursor=${first.nextCursor}`)).toMatchObject({
    items: [{ action: "a.one" }],
    nextCursor: null,
  });
});

test("what lies far behind is found on a later page, and the last page says that it is the last", async () => {
  await did({ action: "a.old" });
  const { db, ids, clock } = world.deps;
  const another = () => ({
    id: ids.next("audit"),
    teamId: world.teamId,
    actor: "webhook",
    action: "b.new",
    createdAt: clock.now(),
  });
  await db.insert(schema.audit).values(Array.from({ length: 2_000 }, another));
  const first = await listed("action=a.");
  expect(first).toEqual({ items: [], nextCursor: expect.any(String) });
  expect(await listed(`action=a.&cursor=${first.nextCursor}`)).toMatchObject({
    items: [{ action: "a.old" }],
    nextCursor: null,
  });
});

test.each([
  ["actor", "ada"],
  ["actor", "user:"],
  ["action", "application"],
  ["action", "%.update"],
  ["target", "shop"],
  ["from", "yesterday"],
  ["to", "-1"],
])("a value that %s cannot have (%s) is refused under its name", async (key, value) => {
  const { status, body } = await ask(`${key}=${encodeURIComponent(value)}`);
  expect([status, body.errors]).toMatchObject([400, [{ path: key }]]);
});

test("a time that ends before it begins is refused", async () => {
  const { status, body } = await ask(`from=${start}&to=${start}`);
  expect([status, body.errors]).toEqual([400, [{ path: "to", message: "must be later than from" }]]);
});
