import { clientOfFiles } from "@fairlead/db/testing";
import { afterAll, expect, inject } from "vitest";
import { noteAtDoor, taken, type Values } from "./recording.ts";
import { keepRecord } from "./records.ts";

type Asked = string | { sql: string; args?: Values } | [sql: string, args?: Values];
const read = (asked: Asked): [string, Values] => {
  if (typeof asked === "string") return [asked, []];
  return Array.isArray(asked) ? [asked[0], asked[1] ?? []] : [asked.sql, asked.args ?? []];
};

const door: { execute(...asked: unknown[]): unknown; batch(...asked: unknown[]): unknown } = clientOfFiles();
const { execute, batch } = door;
door.execute = function (asked, ...rest) {
  noteAtDoor(...read(asked as Asked));
  return execute.call(this, asked, ...rest);
};
door.batch = function (asked, ...rest) {
  for (const each of asked as Asked[]) noteAtDoor(...read(each));
  return batch.call(this, asked, ...rest);
};

afterAll(() => keepRecord(expect.getState().testPath ?? "", { hash: inject("productHash"), statements: taken() }));
