import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeMeeting, meetings } from "../../runner/src/testing/meeting-jobs.ts";
import type { Proof } from "../../scripts/prove/proof.ts";

export const meetingJobs: Proof = {
  name: "meeting-jobs",
  title: "any two kinds of job that meet on a fresh server, by one runner or two, leave it whole",
  minutes: 1,
  run: async ({ signal }) => {
    const home = mkdtempSync(join(tmpdir(), "fairlead-meeting-jobs-"));
    const rows = new Map<string, { first: string; by: string; tried: number; failed: number }>();
    const failures: string[] = [];
    try {
      for (const meeting of meetings) {
        if (signal.aborted) break;
        const [first, second] = meeting.kinds;
        const key = `${first} ${meeting.by}`;
        const row = rows.get(key) ?? { first, by: meeting.by, tried: 0, failed: 0 };
        rows.set(key, row);
        const why = await judgeMeeting(home, meeting);
        row.tried += 1;
        if (why === undefined) continue;
        row.failed += 1;
        failures.push(`${first} and ${second}, by ${meeting.by}: ${why}`);
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
    return { rows: [...rows.values()], failures };
  },
};
