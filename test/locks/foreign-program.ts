import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { readOrder } from "../support/load/child.ts";

// A program of its own with its own SQLite, as a shell, a back-up or somebody's script is one. It runs every statement in order; a number
// is a pause in milliseconds. It waits for its own locks for as long as it takes.

export type ForeignOrder = { file: string; steps: (string | number)[]; times?: number };

const { file, steps, times = 1 } = await readOrder<ForeignOrder>();
const database = new DatabaseSync(file, { timeout: 60_000 });
for (let time = 0; time < times; time++) {
  for (const step of steps) {
    if (typeof step === "number") await pause(step);
    // allow shell-strings: SQL for a database, no command
    else database.exec(step);
  }
}
database.close();
process.stdout.write("{}");
