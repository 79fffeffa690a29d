import { describe, expect, test } from "vitest";
import type { BuildkitStatus } from "./buildkit-proto.ts";
import { createTraceReader } from "./buildkit-trace.ts";

const at = (seconds: number) => ({ seconds, nanos: 0 });
type Vertex = BuildkitStatus["vertexes"][number];
const vertex = (more: Partial<Vertex> = {}): Vertex => ({
  digest: "sha256:a",
  name: "[1/1] RUN x",
  cached: false,
  started: at(1),
  completed: null,
  error: "",
  ...more,
});
const status = (more: Partial<BuildkitStatus> = {}): BuildkitStatus => ({
  vertexes: [],
  statuses: [],
  logs: [],
  warnings: [],
  ...more,
});
const log = (text: string, stream = 1) => ({ vertex: "sha256:a", stream, msg: Buffer.from(text) });

describe("a BuildKit trace", () => {
  test("tells each change of a step once, with its duration", () => {
    const reader = createTraceReader();
    const snapshots = [vertex(), vertex(), vertex({ completed: at(3) }), vertex({ completed: at(3) })];
    const events = snapshots.flatMap((one) => reader.read(status({ vertexes: [one] })));
    expect(events.map((event) => event.kind === "step" && event.state)).toEqual(["started", "completed"]);
    expect(events[1]).toMatchObject({ durationMs: 2_000 });
  });

  test("tells cached steps apart", () => {
    const events = createTraceReader().read(status({ vertexes: [vertex({ cached: true, completed: at(1) })] }));
    expect(events).toMatchObject([{ kind: "step", state: "cached" }]);
  });

  test("keeps output as bytes and by stream", () => {
    const events = createTraceReader().read(status({ logs: [log("out"), log("err", 2)] }));
    expect(events.map((event) => event.kind === "output" && event.stream)).toEqual(["stdout", "stderr"]);
  });

  test("names the step that failed with its last lines, not the ones cancelled after it", () => {
    const reader = createTraceReader();
    reader.read(status({ vertexes: [vertex()], logs: [log("one\ntwo\n")] }));
    reader.read(
      status({
        vertexes: [
          vertex({ digest: "sha256:b", name: "other", error: "context canceled" }),
          vertex({ error: "exit code: 1", completed: at(2) }),
        ],
      }),
    );
    expect(reader.failedStep()).toEqual({ name: "[1/1] RUN x", error: "exit code: 1", lastLines: ["one", "two"] });
  });

  test("keeps a bounded tail of endless output", () => {
    const reader = createTraceReader();
    for (let n = 0; n < 1_000; n++) reader.read(status({ logs: [log(`line ${n} ${"x".repeat(100)}\n`)] }));
    reader.read(status({ vertexes: [vertex({ error: "exit code: 1" })] }));
    const lines = reader.failedStep()?.lastLines ?? [];
    expect([lines.length, lines.at(-1)?.startsWith("line 999 ")]).toEqual([20, true]);
  });
});
