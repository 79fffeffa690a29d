import { afterAll, beforeAll, expect, test } from "vitest";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { complaintsOf, type Meeting, meetForeignProgram } from "./meet-foreign-program.ts";

let controlPlane: NodeControlPlane;
beforeAll(async () => {
  controlPlane = await startNodeControlPlane();
}, 60_000);
afterAll(() => controlPlane?.stop());

test.each<Meeting>([
  { name: "a shell that locks the file for 300 ms", steps: ["BEGIN IMMEDIATE", 300, "COMMIT"] },
  { name: "VACUUM and a checkpoint", steps: ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] },
  { name: "a changed schema", steps: ["ALTER TABLE delivery ADD COLUMN theirs TEXT", 200] },
])("$name fails no request and loses nothing that was accepted", async (meeting) => {
  const outcome = await meetForeignProgram(controlPlane, meeting);
  expect(complaintsOf(outcome, meeting)).toEqual([]);
  expect(outcome.calls).toBeGreaterThan(10);
});
