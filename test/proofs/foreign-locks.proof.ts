import type { Proof } from "../../scripts/prove/proof.ts";
import { complaintsOf, type Meeting, meetForeignProgram, type Outcome } from "../locks/meet-foreign-program.ts";
import { startNodeControlPlane } from "../support/control-plane.ts";

const heldFor = (ms: number) => ["BEGIN IMMEDIATE", "CREATE TABLE IF NOT EXISTS theirs (x)", ms, "COMMIT"];

const readFor = (ms: number) => ["BEGIN", "SELECT count(*) FROM delivery", ms, "COMMIT"];

const meetings: Meeting[] = [
  { name: "a lock of 300 ms, three times", steps: [...heldFor(300), 200], times: 3 },
  { name: "a lock of 5 s", steps: heldFor(5_000) },
  { name: "an exclusive lock of 2 s", steps: ["BEGIN EXCLUSIVE", 2_000, "COMMIT"] },
  { name: "locks of 80 ms, every 90 ms", steps: [...heldFor(80), 10], times: 60 },
  { name: "a thousand small writes", steps: ["INSERT INTO theirs VALUES (randomblob(500))"], times: 1_000 },
  { name: "VACUUM, three times", steps: ["VACUUM", 300], times: 3 },
  { name: "checkpoints that truncate", steps: ["PRAGMA wal_checkpoint(TRUNCATE)", 50], times: 40 },
  { name: "a reader of 5 s, then a checkpoint", steps: [...readFor(5_000), "PRAGMA wal_checkpoint(TRUNCATE)"] },
  {
    name: "a schema that changes, ten times",
    steps: [
      "BEGIN IMMEDIATE; ALTER TABLE delivery ADD COLUMN theirs TEXT; CREATE INDEX theirs_i ON delivery (theirs); COMMIT",
      100,
      "BEGIN IMMEDIATE; DROP INDEX theirs_i; ALTER TABLE delivery DROP COLUMN theirs; COMMIT",
      100,
    ],
    times: 10,
  },
  {
    name: "a migration that makes a table anew",
    steps: [
      "PRAGMA foreign_keys=off; BEGIN IMMEDIATE; CREATE TABLE made_anew AS SELECT * FROM rate_window; DROP TABLE theirs",
      1_000,
      "ALTER TABLE made_anew RENAME TO theirs; COMMIT; PRAGMA foreign_keys=on",
    ],
  },
  { name: "our own migration to the next version", steps: [], program: "migrating-program.ts" },
  { name: "a lock of 12 s, longer than is waited for", steps: heldFor(12_000), mayRefuse: true },
];

export const foreignLocks: Proof = {
  name: "foreign-locks",
  title:
    "other programs lock, vacuum, check-point and change the database file under load: nothing is lost, and work goes on",
  minutes: 3,
  run: async ({ print, signal }) => {
    const controlPlane = await startNodeControlPlane();
    const rows: Outcome[] = [];
    const failures: string[] = [];
    try {
      for (const meeting of meetings) {
        if (signal.aborted) break;
        print(meeting.name);
        const outcome = await meetForeignProgram(controlPlane, meeting);
        rows.push(outcome);
        failures.push(...complaintsOf(outcome, meeting));
      }
    } finally {
      await controlPlane.stop();
    }
    return { rows: rows.map((row) => ({ ...row })), failures };
  },
};
