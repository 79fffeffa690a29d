import type { LogChunk, LogStream } from "../../contract/index.ts";
import type { RedactingStream, Redactor } from "./redact.ts";

export type LogLimits = { chunkMaxBytes: number; logMaxBytes: number };

/**
 * The log of one job. Bytes come in as they fall; whole redacted lines go out in numbered chunks. Holds at most one line and one chunk
 * per open output in memory. A log longer than `logMaxBytes` is cut with a line that says so; system lines still pass.
 */
export type JobLog = {
  /** Output of the user's build or container, belonging to the current step. */
  write: (stream: "stdout" | "stderr", bytes: Uint8Array | string) => void;
  /** One line of ours. */
  say: (line: string) => void;
  /** Ends what is open and files everything from now on under `step`. */
  enter: (step: string) => void;
  /** Gives out what has come to a line end. */
  flush: () => void;
  /** Gives out everything, also lines without an end. */
  end: () => void;
  readonly chunkCount: number;
};

type Output = { decoder: TextDecoder; redacting: RedactingStream };
type Pending = { stream: LogStream; text: string; sizeBytes: number };

export type JobLogOptions = LogLimits & {
  redactor: Redactor;
  now: () => number;
  emit: (chunk: LogChunk) => void;
  /** Something can be flushed. */
  onText: () => void;
  firstStep: string;
};

/** The contract's limit of one chunk, in characters. */
const chunkMaxLength = 65_536;
const longestLine = 16_384;

export function createJobLog(options: JobLogOptions): JobLog {
  const { redactor, now, emit, onText, chunkMaxBytes, logMaxBytes } = options;
  const outputs = new Map<LogStream, Output>();
  let step = options.firstStep;
  let pending: Pending | undefined;
  let chunkCount = 0;
  let sentBytes = 0;
  let isCut = false;

  const seal = () => {
    if (!pending) return;
    emit({ seq: chunkCount++, step, stream: pending.stream, at: now(), text: pending.text });
    pending = undefined;
  };
  const addLine = (stream: LogStream, line: string) => {
    const limit = Math.min(chunkMaxBytes, chunkMaxLength);
    const lineBytes = Buffer.byteLength(line);
    const isFull = pending && pending.sizeBytes + lineBytes > limit;
    if (pending && (isFull || pending.stream !== stream)) seal();
    pending = { stream, text: (pending?.text ?? "") + line, sizeBytes: (pending?.sizeBytes ?? 0) + lineBytes };
    onText();
  };
  const addText = (stream: LogStream, text: string) => {
    if (text === "") return;
    sentBytes += Buffer.byteLength(text);
    if (isCut && stream !== "system") return;
    if (sentBytes > logMaxBytes && stream !== "system") {
      isCut = true;
      addLine(
        "system",
        `The log is longer than ${Math.floor(logMaxBytes / 1_048_576)} MiB; the rest of it is left out.\n`,
      );
      return;
    }
    for (const line of linesOf(text)) addLine(stream, line);
  };
  const outputOf = (stream: LogStream): Output => {
    const output = outputs.get(stream) ?? { decoder: new TextDecoder(), redacting: redactor.stream() };
    outputs.set(stream, output);
    return output;
  };
  const endOutputs = () => {
    for (const [stream, { decoder, redacting }] of outputs) {
      addText(stream, redacting.push(decoder.decode()) + redacting.end());
    }
    outputs.clear();
  };
  return {
    write: (stream, bytes) => {
      const { decoder, redacting } = outputOf(stream);
      addText(stream, redacting.push(typeof bytes === "string" ? bytes : decoder.decode(bytes, { stream: true })));
    },
    say: (line) => addText("system", `${redactor.redact(line)}\n`),
    enter: (next) => {
      endOutputs();
      seal();
      step = next;
    },
    flush: seal,
    end: () => {
      endOutputs();
      seal();
    },
    get chunkCount() {
      return chunkCount;
    },
  };
}

/** Whole lines, each with its end. A line without end, or longer than anybody reads, is ended here. NUL cannot be stored. */
function linesOf(text: string): string[] {
  return text
    .replaceAll("\0", "\ufffd")
    .split(/(?<=\n)/)
    .flatMap((line) => (line.length > longestLine ? (line.match(/.{1,16384}/gsu) ?? []) : [line]))
    .map((line) => (line.endsWith("\n") ? line : `${line}\n`));
}
