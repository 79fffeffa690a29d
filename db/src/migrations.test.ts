import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonColumns } from "./json-columns.ts";
import { movedColumns } from "./moved-columns.ts";
import { anOldDatabase, migrations, type OldDatabase } from "./testing/migrate-up-to.ts";
import { type SchemaOf, schemaOf } from "./testing/schema-of.ts";
import { readRows, seedRows } from "./testing/seed-rows.ts";
import { unreadColumns } from "./unread-columns.ts";

// A database of any age is brought up to date with all that is in it.

const root = join(import.meta.dirname, "../..");
const kept = join(root, "runner/contract/history/v1/stored.json");
const stored: Record<string, unknown[]> = JSON.parse(readFileSync(kept, "utf8"));
/** Columns that came later and hold what an older one does. */
const alike: Record<string, string> = {
  "deployment_target.cause": "deployment.cause",
  "registry.check_cause": "deployment.cause",
};
/** JSON of columns whose like the first version had none of. */
const line = { name: "login", state: "ok", sentence: "It is taken.", nextAction: null, retryAfterSeconds: null };
const share = { kind: "nfs", host: "nas", path: "/srv", version: "4.2", isSoft: false };
const later: Record<string, unknown> = {
  "application.digest_trouble": line,
  "volume.share": share,
  "registry.check_lines": [line],
};
/** JSON as the first version wrote it. */
const example = (place: string) => {
  const [first] = stored[place] ?? stored[alike[place] ?? ""] ?? [later[place]];
  return first === undefined ? undefined : JSON.stringify(first);
};

/** What a migration changes in rows that are there, and why. A table and a column of each. */
const rewritten: Record<string, string> = {
  "job.application_id": "a job is about one thing: the resource that it names, else its source, else its server",
  "job.source_id": "the same",
  "application.registry_user": "a login of an application becomes a registry of its team; tried below by its rows",
  "application.registry_password": "the same",
};

let old: OldDatabase;
beforeEach(() => {
  old = anOldDatabase();
});
afterEach(() => old.dispose());

const prefixes = migrations.map((name, index) => [name, index + 1] as const);

const rowsOf = async ({ tables }: SchemaOf) =>
  new Map(await Promise.all(tables.map(async (table) => [table, await readRows(old.db, table)] as const)));
const isLasting = (place: string) => !(place in rewritten || place in unreadColumns);

/** What has to be in the rows of each table afterwards, whichever table it stood in before. */
function lasting(rows: ReadonlyMap<string, Record<string, unknown>[]>) {
  const cells = [...rows].flatMap(([table, list]) =>
    list.flatMap((row, number) =>
      Object.entries(row).map(([column, value]) => ({ place: `${table}.${column}`, number, value })),
    ),
  );
  const wanted = new Map<string, Record<string, unknown>[]>();
  for (const { place, number, value } of cells.filter((cell) => isLasting(cell.place))) {
    const [table = "", column = ""] = (movedColumns[place] ?? place).split(".");
    const list = wanted.get(table) ?? [];
    list[number] = { ...list[number], [column]: value };
    wanted.set(table, list);
  }
  return wanted;
}

test.each(prefixes)(
  "rows written under %s are all there in this version, whole, and are read",
  async (_name, count) => {
    await old.up(count);
    const before = await schemaOf(old.db);
    await seedRows(old.db, before, example);
    const rows = await rowsOf(before);
    await old.up(migrations.length);
    const after = await rowsOf(await schemaOf(old.db));
    // What a migration makes of them stands behind them.
    for (const [table, list] of lasting(rows))
      expect([table, after.get(table)?.slice(0, list.length)]).toMatchObject([table, list]);
    expect((await old.db.$client.execute("PRAGMA foreign_key_check")).rows).toEqual([]);
    expect((await old.db.$client.execute("PRAGMA integrity_check")).rows[0]?.integrity_check).toBe("ok");
    for (const { table, column, read } of jsonColumns())
      for (const { [column]: text } of after.get(table) ?? [])
        if (text !== null) expect(() => read(String(text))).not.toThrow();
  },
);

test("the migrations make exactly what the schema says", async () => {
  const drizzle = join(root, "node_modules/.bin/drizzle-kit");
  const args = ["export", "--config", "db/drizzle.config.ts"];
  const { stdout, status } = spawnSync(drizzle, args, { cwd: root, encoding: "utf8" });
  expect(status).toBe(0);
  const wanted = anOldDatabase();
  await wanted.db.$client.executeMultiple(stdout);
  await old.up(migrations.length);
  const [is, should] = [await schemaOf(old.db), await schemaOf(wanted.db)];
  wanted.dispose();
  const columns = [...is.columns].filter(([place]) => !(place in unreadColumns));
  expect(new Map(columns)).toEqual(should.columns);
  expect(is.indexes).toEqual(should.indexes);
});

describe("a column or table goes in two releases", () => {
  test.each(prefixes)("%s takes away nothing that the last release but one still read", async (name, count) => {
    await old.up(count - 1);
    const before = count === 1 ? new Set<string>() : new Set((await schemaOf(old.db)).columns.keys());
    await old.up(count);
    const after = (await schemaOf(old.db)).columns;
    for (const place of before)
      if (!after.has(place))
        expect([place, after.has(movedColumns[place] ?? "") || mayGo(place, name)]).toEqual([place, true]);
  });

  test("what is declared unread is not in the schema, and names a release that is kept", async () => {
    const known = new Set(jsonColumns().map(({ table, column }) => `${table}.${column}`));
    for (const [place, release] of Object.entries(unreadColumns)) {
      expect(known.has(place)).toBe(false);
      expect(existsSync(join(root, "releases", release))).toBe(true);
    }
  });
});

/** It was unread in a kept release, and the migration that drops it came after that one. */
function mayGo(place: string, migration: string): boolean {
  const release = unreadColumns[place];
  if (release === undefined) return false;
  const about = JSON.parse(readFileSync(join(root, "releases", release, "about.json"), "utf8"));
  return !about.migrations.includes(migration);
}
