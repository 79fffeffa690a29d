/** `[2/3] RUN npm ci`: the instruction that was at work, as BuildKit names it. */
const instruction = /^\[(?:[^\]\s]{1,80} )?(\d{1,4})\/(\d{1,4})\] /;

type Proof = { sentence: string; evidence: readonly string[] };

/** What was at work when it failed, and the lines that tell why: those that only quote the command prove nothing. */
export function proofOf({ sentence, evidence }: Proof): { at: string | undefined; lines: readonly string[] } {
  const command = evidence.find((line) => instruction.test(line));
  const found = command === undefined ? null : instruction.exec(command);
  const exit = /\bexit code (\d{1,3})\b/.exec(sentence);
  const parts = [...(found ? [`step ${found[1]} of ${found[2]}`] : []), ...(exit ? [`exit ${exit[1]}`] : [])];
  const quoted = command?.replace(instruction, "").trim();
  const lines = evidence.filter((line) => line !== command && !isQuoteOf(line, quoted));
  return { at: parts.length > 0 ? parts.join(" · ") : undefined, lines: lines.length > 0 ? lines : evidence };
}

/** A builder says once more which command failed: `executor failed running [/bin/sh -c npm ci]`. */
function isQuoteOf(line: string, command: string | undefined): boolean {
  if (/^(?:executor failed running|process "[^"]{0,2000}" did not complete)/.test(line.trim())) return true;
  const bare = command?.replace(/^[A-Z]+ /, "");
  return bare !== undefined && bare.length > 3 && line.trim().replace(/^RUN /, "") === bare;
}
