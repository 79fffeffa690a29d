import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { judgeMeeting, meetings } from "../testing/meeting-jobs.ts";

const home = mkdtempSync(join(tmpdir(), "fairlead-meetings-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Those that make something on a server; the whole list is a proof. */
const makers = ["deploy", "sync-routes", "check-server"];
const met = meetings.filter(({ kinds }) => kinds.every((kind) => makers.includes(kind)));

test.each(met.map((each) => [each.kinds.join(" and "), each.by, each] as const))(
  "%s of %s that meet on a fresh server leave it whole",
  async (_kinds, _by, meeting) => {
    expect(await judgeMeeting(home, meeting)).toBeUndefined();
  },
);
