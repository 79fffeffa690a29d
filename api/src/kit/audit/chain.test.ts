import { schema } from "@fairlead/db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../people/audit/verify-chain.ts";
import { claimedApp } from "../../testing/test-app.ts";
import { aTeam } from "../../testing/test-deps.ts";
import { prune } from "../../work/retention/prune.ts";
import { runBatch } from "../write/run-batch.ts";
import { auditStatement } from "./audit-log.ts";
import { chainOf } from "./entry.ts";

const { audit, auditChain } = schema;
const day = 24 * 60 * 60_000;

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
  for (const name of ["One", "Two", "Three", "Four"])
    await world.send("/api/v1/projects", { json: { name }, token: world.token });
});
afterEach(() => world.deps.dispose());

const verify = async () => (await world.send("/api/v1/audit/chain", { token: world.token })).body;
const rowAt = async (seq: number) => {
  const rows = await world.deps.db.select().from(audit).where(eq(audit.chain, world.teamId));
  const row = rows.find((each) => each.seq === seq);
  if (!row) throw new Error(`No entry stands in place ${seq}.`);
  return row;
};
const put = (id: string, set: Partial<typeof audit.$inferInsert>) =>
  world.deps.db.update(audit).set(set).where(eq(audit.id, id));

test("what was only ever written through the product is whole, and tells since when and where it ends", async () => {
  const last = await rowAt(5);
  expect(await verify()).toEqual({
    isWhole: true,
    since: (await rowAt(1)).createdAt,
    checked: 5,
    next: null,
    broken: null,
    head: { seq: 5, hash: last.hash },
  });
});

describe("what is noticed", () => {
  test.each(["actor", "action", "target", "detail", "requestId"] as const)(
    "an entry whose %s was edited",
    async (column) => {
      const { id } = await rowAt(3);
      await put(id, { [column]: "somebody else" });
      expect(await verify()).toMatchObject({ isWhole: false, broken: { kind: "altered", seq: 3, entry: id } });
    },
  );

  test("an entry whose time was edited", async () => {
    const { id, createdAt } = await rowAt(3);
    await put(id, { createdAt: createdAt + 1 });
    expect(await verify()).toMatchObject({ broken: { kind: "altered", seq: 3 } });
  });

  test("an edited entry whose hash was made anew without the secret of the instance", async () => {
    const { id } = await rowAt(3);
    await put(id, { detail: "{}", hash: (await rowAt(2)).hash });
    expect(await verify()).toMatchObject({ broken: { kind: "altered", seq: 3 } });
  });

  test.each([1, 3, 5])("the missing entry %d of five", async (seq) => {
    await world.deps.db.delete(audit).where(eq(audit.id, (await rowAt(seq)).id));
    expect(await verify()).toMatchObject({ isWhole: false, broken: { kind: "missing", seq } });
  });

  test("a missing entry whose followers moved up", async () => {
    await world.deps.db.delete(audit).where(eq(audit.id, (await rowAt(3)).id));
    for (const seq of [4, 5]) await put((await rowAt(seq)).id, { seq: seq - 1 });
    expect(await verify()).toMatchObject({ broken: { kind: "altered", seq: 3 } });
  });

  test("two entries that changed places", async () => {
    const [second, third] = [await rowAt(2), await rowAt(3)];
    await put(second.id, { seq: 99 });
    await put(third.id, { seq: 2, hash: second.hash });
    await put(second.id, { seq: 3, hash: third.hash });
    expect(await verify()).toMatchObject({ broken: { kind: "altered", seq: 2 } });
  });

  test("an entry of another course of events, as from a backup, in the place that it had there", async () => {
    const { db } = world.deps;
    const [fourth, then] = [await rowAt(4), await rowAt(5)];
    // Everything as it was after the fourth, and then something else happens.
    await db.delete(audit).where(eq(audit.id, then.id));
    await db
      .update(auditChain)
      .set({ seq: 4, hash: fourth.hash ?? "" })
      .where(eq(auditChain.id, world.teamId));
    for (const name of ["Other", "Last"]) await world.send("/api/v1/projects", { json: { name }, token: world.token });
    await db.delete(audit).where(eq(audit.id, (await rowAt(5)).id));
    await db.insert(audit).values(then);
    expect(await verify()).toMatchObject({ isWhole: false, broken: { kind: "altered", seq: 6 } });
  });

  test("an entry that was put in behind the last one, and one that was put in past the chain", async () => {
    const { id: _, ...copied } = await rowAt(5);
    const forged = { ...copied, id: world.deps.ids.next("audit") };
    await world.deps.db.insert(audit).values({ ...forged, seq: 6 });
    expect(await verify()).toMatchObject({ broken: { kind: "altered", seq: 6 } });
    await world.deps.db.delete(audit).where(eq(audit.id, forged.id));
    const later = copied.createdAt + 60 * 60_000;
    await world.deps.db.insert(audit).values({ ...forged, chain: null, seq: null, hash: null, createdAt: later });
    expect(await verify()).toMatchObject({ broken: { kind: "inserted", seq: null, entry: forged.id } });
  });

  test("an entry that names a chain of its own is not told as one of the team", async () => {
    const { id: _, ...copied } = await rowAt(5);
    const id = world.deps.ids.next("audit");
    await world.deps.db.insert(audit).values({ ...copied, id, chain: "elsewhere" });
    expect((await world.send("/api/v1/audit", { token: world.token })).text).not.toContain(id);
  });

  test("a beginning that was cut off by somebody else than retention", async () => {
    const { seq, hash, createdAt } = await rowAt(2);
    await world.deps.db.delete(audit).where(sql`seq <= 2`);
    await world.deps.db.update(auditChain).set({ cutSeq: seq ?? 0, cutHash: hash ?? "", cutAt: createdAt });
    expect(await verify()).toMatchObject({ isWhole: false, broken: { kind: "missing", seq: 2 } });
  });
});

test("retention cuts the beginning and the rest stays whole, also when nothing is left", async () => {
  const { deps } = world;
  deps.clock.advance(300 * day);
  const { token } = world;
  await world.send("/api/v1/projects", { json: { name: "Late" }, token });
  deps.clock.advance(100 * day);
  await prune(deps, { pause: async () => {} });
  expect(await verify()).toMatchObject({ isWhole: true, checked: 1, head: { seq: 6 } });
  deps.clock.advance(400 * day);
  await prune(deps, { pause: async () => {} });
  expect(await verify()).toMatchObject({ isWhole: true, checked: 0, head: { seq: 6 } });
  await world.send("/api/v1/projects", { json: { name: "Anew" }, token });
  expect(await verify()).toMatchObject({ isWhole: true, checked: 1, head: { seq: 7 } });
});

test("entries from before the chain are told and pruned, and break nothing", async () => {
  const { deps, teamId } = world;
  const old = { teamId, actor: "system", action: "old", createdAt: deps.clock.now() - 10 * day };
  await deps.db.insert(audit).values({ id: deps.ids.next("audit"), ...old });
  expect(await verify()).toMatchObject({ isWhole: true });
  deps.clock.advance(360 * day);
  await prune(deps, { pause: async () => {} });
  expect((await deps.db.select().from(audit)).map(({ action }) => action)).not.toContain("old");
});

test("writers at the same time take their places one after the other", async () => {
  const { deps } = world;
  const actor = await aTeam(deps);
  const write = (target: string) => runBatch(deps.db, [auditStatement(deps, actor, { action: "test", target })]);
  await Promise.all(Array.from({ length: 30 }, (_, index) => write(String(index))));
  expect(await verifyChain(deps, actor.teamId, {})).toMatchObject({ isWhole: true, checked: 30 });
});

test("a place that another process took in this instant is left to it, and the change is written behind", async () => {
  const { deps } = world;
  const actor = await aTeam(deps);
  const entry = () => auditStatement(deps, actor, { action: "test", target: null });
  // Another process has a connection, and so a turn, of its own.
  const other = Object.create(deps.db, {});
  await Promise.all(Array.from({ length: 10 }, (_, index) => runBatch(index % 2 === 0 ? deps.db : other, [entry()])));
  expect(await verifyChain(deps, actor.teamId, {})).toMatchObject({ isWhole: true, checked: 10 });
});

test("a change that fails leaves no entry, and an entry that cannot be written undoes its change", async () => {
  const { deps, teamId } = world;
  const actor = await aTeam(deps);
  const twice = auditStatement(deps, actor, { action: "test", target: null });
  await runBatch(deps.db, [twice]);
  const rename = deps.db.update(schema.team).set({ name: "Renamed" }).where(eq(schema.team.id, teamId));
  await expect(runBatch(deps.db, [rename, twice])).rejects.toThrow();
  const names = (await deps.db.select().from(schema.team)).map(({ name }) => name);
  expect(names).not.toContain("Renamed");
  expect(await verifyChain(deps, chainOf(actor), {})).toMatchObject({ isWhole: true, checked: 1 });
});

test("a long chain is verified piece by piece", async () => {
  const { deps } = world;
  const actor = await aTeam(deps);
  const entries = Array.from({ length: 2_100 }, (_, index) =>
    auditStatement(deps, actor, { action: "test", target: String(index) }),
  );
  await runBatch(deps.db, entries);
  const first = await verifyChain(deps, actor.teamId, {});
  expect(first).toMatchObject({ isWhole: true, checked: 2_000, next: 2_000 });
  expect(await verifyChain(deps, actor.teamId, { after: 2_000 })).toMatchObject({ checked: 100, next: null });
});
