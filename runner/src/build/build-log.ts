// pure

import type { JobLog } from "../agent/log-stream.ts";
import type { BuildEvent, OnBuildEvent } from "./build-event.ts";

/** How BuildKit ends what it shows of a step that prints more than it passes on. */
const clip = "[output clipped, log limit";

/** Says in the job's log what a build does: one line a step, its output as it is, layers when they are whole. */
export function createBuildLog(
  log: JobLog,
  { warn = log.say }: { warn?: (sentence: string) => void } = {},
): OnBuildEvent {
  const names = new Map<string, string>();
  const clipped = new Set<string>();
  const noteClip = (step: string, text: string) => {
    if (clipped.has(step) || !text.includes(clip)) return;
    clipped.add(step);
    const name = names.get(step)?.slice(0, 200);
    warn(
      `Docker clipped the output of ${name ? `the step ${name}` : "a step"}: it printed more than Docker passes on. The log lacks the rest, the build does not.`,
    );
  };
  const decoder = new Map<string, TextDecoder>();
  const rests = new Map<string, string>();
  const write = (event: Extract<BuildEvent, { kind: "output" }>) => {
    // Steps run side by side and are cut anywhere: only whole lines of one may stand between lines of another.
    const key = `${event.step} ${event.stream}`;
    const text = decoderOf(decoder, key).decode(event.bytes, { stream: true });
    const rest = rests.get(key) ?? "";
    const whole = rest + text;
    noteClip(event.step, text);
    // Looked for in the new text only: output may come in pieces of one character.
    const lastEnd = text.lastIndexOf("\n") + 1;
    const end = whole.length > longestRest ? whole.length : lastEnd && rest.length + lastEnd;
    rests.set(key, whole.slice(end));
    if (end > 0) log.write(event.stream, whole.slice(0, end));
  };
  const finish = (step: string) => {
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = rests.get(`${step} ${stream}`);
      if (rest) log.write(stream, `${rest}\n`);
      rests.delete(`${step} ${stream}`);
      decoder.delete(`${step} ${stream}`);
    }
  };
  return (event) => {
    if (event.kind === "output") return write(event);
    if (event.kind === "step") names.set(event.step, event.name);
    if (event.kind === "step" && event.state !== "started") finish(event.step);
    const line = lineOf(event);
    if (line !== undefined) log.say(line);
  };
}

const longestRest = 65_536;

function decoderOf(known: Map<string, TextDecoder>, key: string): TextDecoder {
  const decoder = known.get(key) ?? new TextDecoder();
  known.set(key, decoder);
  return decoder;
}

function lineOf(event: BuildEvent): string | undefined {
  if (event.kind === "warning") return `Warning: ${event.text}`;
  if (event.kind === "transfer")
    return event.isDone && event.totalBytes > 0 ? `${event.item}: ${inMegabytes(event.totalBytes)}` : undefined;
  if (event.kind !== "step") return undefined;
  if (event.state === "started") return event.name;
  if (event.state === "cached") return `${event.name}: cached`;
  if (event.state === "failed") return `${event.name}: failed after ${inSeconds(event.durationMs)}: ${event.error}`;
  return event.durationMs >= 1_000 ? `${event.name}: done in ${inSeconds(event.durationMs)}` : undefined;
}

const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
