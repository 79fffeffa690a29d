import { expect, test } from "vitest";
import { testDatabase } from "./testing.ts";

test("a database of the tests never waits for the disk, also after a statement broke and took its connection along", async () => {
  const { db, dispose } = await testDatabase();
  const mode = async () => (await db.$client.execute("PRAGMA synchronous")).rows[0]?.synchronous;
  expect(await mode()).toBe(0);
  await expect(db.$client.execute("SELECT * FROM no_such_table")).rejects.toThrow();
  expect(await mode()).toBe(0);
  dispose();
});
