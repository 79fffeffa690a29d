import { Readable } from "node:stream";
import { createJobLog } from "../../../../runner/src/agent/log-stream.ts";
import { createRedactor } from "../../../../runner/src/agent/redact.ts";
import { explainBuildFailure } from "../../../../runner/src/build/build-failure.ts";
import { decodeStatus } from "../../../../runner/src/build/buildkit-proto.ts";
import { createTraceReader } from "../../../../runner/src/build/buildkit-trace.ts";
import { readJsonLines } from "../../../../runner/src/build/json-lines.ts";
import { createBuildLog } from "../../../../runner/src/jobs/build-log.ts";
import { aWord, inPieces, mutateBytes, mutateJson } from "../mutate.ts";
import type { Target } from "../target.ts";

/** A status as BuildKit 0.18 sent it: one vertex, one line of output, one transfer. */
const status = Buffer.from(
  "0a300a0773686132353a3112012d1a055b312f315d2a060880d0dbc3063206088ad0dbc3063a04626f6f6d12100a036c617912073a3a3a3a3a3a3a2005280a1a0f0a03736861180122066c696e650d0a",
  "hex",
);

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
  cases: 1_000,
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
