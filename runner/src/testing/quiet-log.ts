import type { JobLog } from "../agent/log-stream.ts";

/** Keeps what was said, line by line. */
export const quietLog = (lines: string[]): JobLog => ({
  write: (_stream, bytes) => void lines.push(String(bytes)),
  say: (line) => void lines.push(line),
  enter: () => undefined,
  flush: () => undefined,
  end: () => undefined,
  chunkCount: 0,
});
