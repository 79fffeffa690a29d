import { parseAnsiLine, plainText } from "../ui/log/ansi.ts";

type Line = { number: number; text: string; step: string };
type Proof = { evidence: readonly string[]; step: string | null };

/** Number of the log line a failure points at: where its evidence was written last, else where its step began. */
export function evidenceLine(lines: readonly Line[], { evidence, step }: Proof): number | undefined {
  for (const proof of evidence) {
    const text = plainText(parseAnsiLine(proof).spans).trim();
    const found = text && lines.findLast((line) => line.text.trim() === text);
    if (found) return found.number;
  }
  return lines.find((line) => line.step === step)?.number;
}
