// pure

import type { BuildEvent } from "./build-event.ts";
import type { BuildkitStatus } from "./buildkit-proto.ts";

type Step = { name: string; state: "started" | "cached" | "completed" | "failed" };
type Time = { seconds: number; nanos: number } | null | undefined;

/** How much of a step's output is kept as evidence. */
const tailBytes = 8_192;

/** The step that failed, with the last lines it printed. */
export type FailedStep = { name: string; error: string; lastLines: string[] };

export type TraceReader = {
  read: (status: BuildkitStatus) => BuildEvent[];
  failedStep: () => FailedStep | undefined;
};

/**
 * Turns BuildKit's repeated snapshots into events that happen once. BuildKit reports a step again with every change and may report a
 * finished one again; only a change of state is passed on. `nameOf` says what a step is called to the user.
 */
export function createTraceReader(nameOf: (step: string) => string = (step) => step): TraceReader {
  const steps = new Map<string, Step>();
  const tails = new Map<string, Buffer>();
  let failed: { id: string; name: string; error: string } | undefined;

  const readVertex = (vertex: BuildkitStatus["vertexes"][number]): BuildEvent[] => {
    const { digest: step } = vertex;
    const name = nameOf(vertex.name);
    const state = stateOf(vertex);
    if (!state || steps.get(step)?.state === state) return [];
    steps.set(step, { name, state });
    if (state === "started") return [{ kind: "step", step, name, state }];
    const durationMs = between(vertex.started, vertex.completed);
    if (state !== "failed") return [{ kind: "step", step, name, state, durationMs }];
    // When one step fails, BuildKit cancels the others: those errors are echoes.
    if (!failed && !/context canceled/i.test(vertex.error)) failed = { id: step, name, error: vertex.error };
    return [{ kind: "step", step, name, state, durationMs, error: vertex.error }];
  };
  const readLog = ({ vertex, stream, msg }: BuildkitStatus["logs"][number]): BuildEvent => {
    const tail = Buffer.concat([tails.get(vertex) ?? Buffer.alloc(0), msg]);
    tails.set(vertex, tail.subarray(Math.max(0, tail.length - tailBytes)));
    return { kind: "output", step: vertex, stream: stream === 2 ? "stderr" : "stdout", bytes: msg };
  };
  return {
    read: ({ vertexes, statuses, logs, warnings }) => [
      ...vertexes.flatMap(readVertex),
      ...logs.map(readLog),
      ...statuses.map(toTransfer),
      ...warnings.map(({ short }): BuildEvent => ({ kind: "warning", text: Buffer.from(short).toString("utf8") })),
    ],
    failedStep: () => failed && { name: failed.name, error: failed.error, lastLines: linesOf(tails.get(failed.id)) },
  };
}

function stateOf({ started, completed, cached, error }: BuildkitStatus["vertexes"][number]): Step["state"] | undefined {
  if (error) return "failed";
  if (cached) return "cached";
  if (completed) return "completed";
  return started ? "started" : undefined;
}

function toTransfer({ id, current, total, completed }: BuildkitStatus["statuses"][number]): BuildEvent {
  return { kind: "transfer", item: id, currentBytes: current, totalBytes: total, isDone: Boolean(completed) };
}

const milliseconds = (time: Time) => (time ? time.seconds * 1_000 + time.nanos / 1_000_000 : 0);
const between = (from: Time, to: Time) =>
  from && to ? Math.max(0, Math.round(milliseconds(to) - milliseconds(from))) : 0;

function linesOf(tail: Buffer | undefined): string[] {
  const lines = (tail?.toString("utf8") ?? "").split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.slice(-20).map((line) => line.slice(0, 500));
}
