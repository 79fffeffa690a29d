import { parseAnsiLine, plainText } from "../ui/log/ansi.ts";
import { proofOf } from "./proof.ts";

type Line = { number: number; text: string; step: string };
type Cause = { sentence: string; evidence: readonly string[]; step: string | null };

/** Numbers of the log lines that prove a failure: where each was written last. */
export function evidenceLines(lines: readonly Line[], cause: Cause): number[] {
  const found = proofOf(cause).lines.flatMap((proof) => {
    const text = plainText(parseAnsiLine(proof).spans).trim();
    return (text && lines.findLast((line) => line.text.trim() === text)?.number) || [];
  });
  return found.toSorted((a, b) => a - b);
}

/** The line that a failure points at: the one its sentence quotes, else the first that proves it, else where its step began. */
export function evidenceLine(lines: readonly Line[], cause: Cause): number | undefined {
  const found = evidenceLines(lines, cause);
  const quoted = found.find((number) => {
    const text = lines.find((line) => line.number === number)?.text.trim();
    return text !== undefined && text.length > 8 && cause.sentence.includes(text.slice(0, 200));
  });
  return quoted ?? found[0] ?? lines.find((line) => line.step === cause.step)?.number;
}
