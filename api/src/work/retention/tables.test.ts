import { schema } from "@fairlead/db";
import { getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { retentionKinds } from "../../rules/retention.ts";
import { tableRules } from "./tables.ts";

const tables = Object.values(schema).flatMap((each) => (is(each, SQLiteTable) ? [getTableName(each)] : []));

test("every table says why it does not grow without end", () => {
  expect(tables.length).toBeGreaterThan(20);
  expect(Object.keys(tableRules).toSorted()).toEqual(tables.toSorted());
});

test("every time that can be set is the time of some table, and what follows a table follows one that there is", () => {
  const kept = Object.values(tableRules).flatMap((rule) => (rule.kind === "kept" ? [rule.by] : []));
  // What was done to many is kept as long as what came of it.
  expect([...new Set(kept)].toSorted()).toEqual(retentionKinds.toSorted());
  const followed = Object.values(tableRules).flatMap((rule) => (rule.kind === "follows" ? [rule.table] : []));
  expect(tables).toEqual(expect.arrayContaining(followed));
});
