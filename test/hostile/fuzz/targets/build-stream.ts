import { Readable } from "node:stream";
import { createJobLog } from "../../../../runner/src/agent/log-stream.ts";
import { createRedactor } from "../../../../runner/src/agent/redact.ts";
import { explainBuildFailure } from "../../../../runner/src/build/build-failure.ts";
import { createBuildLog } from "../../../../runner/src/build/build-log.ts";
import { decodeStatus } from "../../../../runner/src/build/buildkit-proto.ts";
import { createTraceReader } from "../../../../runner/src/build/buildkit-trace.ts";
import { readJsonLines } from "../../../../runner/src/build/json-lines.ts";
import { aWord, inPieces, mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

const field = (id: number, content: Buffer | string) => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(id << 3) | 2, bytes.length]), bytes]);
};
const number = (id: number, value: number) => Buffer.from([id << 3, value]);
const message = (id: number, ...fields: Buffer[]) => field(id, Buffer.concat(fields));
const step = "sha256:1";

/** A status as BuildKit sends it: a step that failed, a transfer, a line of output and a warning. */
const status = Buffer.concat([
  message(
    1,
    field(1, step),
    field(3, "[1/1] RUN x"),
    message(5, number(1, 5)),
    message(6, number(1, 7)),
    field(7, "boom"),
  ),
  message(2, field(1, "layer"), field(2, step), number(4, 5), number(5, 40)),
  message(3, field(1, step), number(3, 1), field(4, "line\n")),
  message(4, field(1, step), field(3, "short")),
]);

const lines = [
  { id: "moby.buildkit.trace", aux: status.toString("base64") },
  { id: "moby.image.id", aux: { ID: `sha256:${"a".repeat(64)}` } },
  { status: "Pulling fs layer", id: "abc", progressDetail: { current: 1, total: 2 } },
  { error: "failed", errorDetail: { message: "failed to solve: exit code: 1" } },
];

const log = () =>
  createJobLog({
    redactor: createRedactor(["hunter2hunter2"]),
    chunkMaxBytes: 65_536,
    logMaxBytes: 1_048_576,
    now: () => 0,
    emit: () => undefined,
    onText: () => undefined,
    firstStep: "build",
  });

export const buildStream: Target = {
  name: "build-stream",
  title:
    "the stream of a build or a pull: JSON lines, BuildKit's protobuf in them, and what becomes of both in the log",
  reads: [
    "runner/src/build/json-lines.ts",
    "runner/src/build/buildkit-proto.ts",
    "runner/src/build/buildkit-trace.ts",
    "runner/src/build/build-failure.ts",
    "runner/src/build/build-failures.ts",
    "runner/src/build/build-log.ts",
    "runner/src/agent/log-stream.ts",
  ],
  cases: 800,
  async tryOne(random) {
    const kind = random.pick(["lines", "protobuf", "words"] as const) ?? "lines";
    const trace = createTraceReader();
    const job = log();
    const say = createBuildLog(job);
    const one = () => {
      const line = random.pick(lines);
      if (kind === "protobuf")
        return { id: "moby.buildkit.trace", aux: mutateBytes(random, status).toString("base64") };
      return kind === "words" ? { ...line, error: aWord(random), message: aWord(random) } : mutateJson(random, line);
    };
    const text = Array.from({ length: 1 + random.below(6) }, () => `${JSON.stringify(one())}\r\n`).join("");
    const bytes = random.chance(0.5) ? mutateBytes(random, Buffer.from(text)) : Buffer.from(text);
    for await (const line of readJsonLines(Readable.from(inPieces(random, bytes)))) {
      if (typeof line !== "object" || line === null) continue;
      if ("error" in line && typeof line.error === "string")
        explainBuildFailure({ message: line.error, step: line.error });
      if ("aux" in line && typeof line.aux === "string") trace.read(decodeStatus(line.aux)).forEach(say);
    }
    trace.failedStep();
    job.end();
    return kind;
  },
};
