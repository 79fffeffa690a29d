import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { startChild } from "../support/load/child.ts";
import { withDatabase } from "../support/load/embedded-database.ts";
import { percentile } from "../support/load/statistics.ts";
import { everydayWork } from "./everyday-work.ts";
import type { ForeignOrder } from "./foreign-program.ts";

/** What another program does to the database file. `mayRefuse`: it holds the file for longer than anybody is made to wait. */
export interface Meeting extends Pick<ForeignOrder, "steps" | "times"> {
  name: string;
  mayRefuse?: boolean;
  /** Which program it is; the one that runs `steps` unless told otherwise. */
  program?: "foreign-program.ts" | "migrating-program.ts";
}

export interface Outcome {
  meeting: string;
  calls: number;
  refused: number;
  failed: number;
  lost: number;
  "slowest write, ms": number;
  "p99 of reads, ms": number;
  "back after, ms": number;
}

/** Everyday work while the other program is at it, and for a while after. */
export async function meetForeignProgram(controlPlane: NodeControlPlane, meeting: Meeting): Promise<Outcome> {
  const work = await everydayWork(controlPlane);
  await pause(300);
  const file = join(controlPlane.folder, "fairlead.db");
  const foreign = startChild(join("locks", meeting.program ?? "foreign-program.ts"), {
    file,
    steps: meeting.steps,
    times: meeting.times ?? 1,
  } satisfies ForeignOrder);
  await foreign.answer();
  const endedAt = performance.now();
  await pause(1_500);
  const { isNameKept } = await work.end();
  const { calls, sourceId } = work;
  const count = (isIt: (call: (typeof calls)[number]) => boolean) => calls.filter(isIt).length;
  const accepted = count(({ what, status }) => what === "webhook" && status === 202);
  const { rows } = await withDatabase(controlPlane, ({ $client }) =>
    $client.execute({ sql: "SELECT count(*) AS stored FROM delivery WHERE source_id = ?", args: [sourceId] }),
  );
  const writes = calls.filter(({ what }) => what !== "read");
  const firstBack = writes.filter(({ status, endedAt: at }) => status >= 200 && status < 300 && at > endedAt);
  return {
    meeting: meeting.name,
    calls: calls.length,
    refused: count(({ status }) => status === 503),
    failed: count(({ status }) => status !== 503 && (status < 200 || status >= 300)),
    lost: Math.max(0, accepted - Number(rows[0]?.stored ?? 0)) + (isNameKept ? 0 : 1),
    "slowest write, ms": Math.round(Math.max(...writes.map(({ ms }) => ms))),
    "p99 of reads, ms": Math.round(
      percentile(
        calls.filter(({ what }) => what === "read").map(({ ms }) => ms),
        0.99,
      ),
    ),
    "back after, ms": Math.round(Math.min(...firstBack.map(({ endedAt: at }) => at)) - endedAt),
  };
}

/** How long the product makes anybody wait for a lock, and what a busy machine may add. */
const backWithinMs = 8_000;

export function complaintsOf(outcome: Outcome, { mayRefuse = false }: Pick<Meeting, "mayRefuse">): string[] {
  const { meeting, refused, failed, lost } = outcome;
  const complaints: string[] = [];
  if (failed > 0) complaints.push(`${meeting}: ${failed} calls failed`);
  if (refused > 0 && !mayRefuse) complaints.push(`${meeting}: ${refused} calls were refused`);
  if (lost > 0) complaints.push(`${meeting}: ${lost} accepted writes are not there`);
  if (!(outcome["back after, ms"] <= backWithinMs)) complaints.push(`${meeting}: nothing was written again in time`);
  return complaints;
}
