import { describe, expect, test } from "vitest";
import { createJobLog } from "../agent/log-stream.ts";
import { createRedactor } from "../agent/redact.ts";
import { createBuildLog } from "./build-log.ts";

function aBuildLog() {
  const lines: string[] = [];
  const log = createJobLog({
    chunkMaxBytes: 65_536,
    logMaxBytes: 1_000_000,
    redactor: createRedactor([]),
    now: () => 1,
    emit: ({ text }) => lines.push(...text.split("\n").filter(Boolean)),
    onText: () => undefined,
    firstStep: "build",
  });
  const warnings: string[] = [];
  const onEvent = createBuildLog(log, { warn: (sentence) => warnings.push(sentence) });
  const out = (step: string, text: string) =>
    onEvent({ kind: "output", step, stream: "stdout", bytes: Buffer.from(text) });
  return { onEvent, out, log, lines, warnings };
}

describe("the log of a build", () => {
  test("keeps the lines of steps that run side by side apart", () => {
    const { out, log, lines } = aBuildLog();
    out("a", "first ha");
    out("b", "other line\n");
    out("a", "lf\n");
    log.end();
    expect(lines).toEqual(["other line", "first half"]);
  });

  test("tells the last words of a step that ended without a line end", () => {
    const { onEvent, out, log, lines } = aBuildLog();
    onEvent({ kind: "step", step: "a", name: "[1/2] RUN x", state: "started" });
    out("a", "fatal");
    onEvent({
      kind: "step",
      step: "a",
      name: "[1/2] RUN x",
      state: "failed",
      durationMs: 2_000,
      error: "exit code: 1",
    });
    log.end();
    expect(lines).toEqual(["[1/2] RUN x", "fatal", "[1/2] RUN x: failed after 2.0 s: exit code: 1"]);
  });

  test("warns once of each step whose output Docker clipped, and names it", () => {
    const { onEvent, out, warnings } = aBuildLog();
    onEvent({ kind: "step", step: "a", name: "[1/2] RUN seq 9999999", state: "started" });
    out("a", "1\n2\n");
    expect(warnings).toEqual([]);
    out("a", "\n[output clipped, log limit 200KiB/s reached]\n");
    out("a", "\n[output clipped, log limit 2MiB reached]\n");
    expect(warnings).toEqual([expect.stringMatching(/clipped the output of the step \[1\/2\] RUN seq 9999999/)]);
  });
});
