import * as v from "valibot";

/** A line of the proxy's log as far as it tells why a certificate could not be had. */
const Refusal = v.pipe(
  v.string(),
  v.maxLength(20_000),
  v.parseJson(),
  v.object({ level: v.literal("error"), logger: v.string(), identifier: v.string(), error: v.string() }),
);

/** The last words of each host's authority, newest line last in `lines`. */
export function certificateWords(lines: readonly string[]): Map<string, string> {
  const words = new Map<string, string>();
  for (const line of lines) {
    const { success, output } = v.safeParse(Refusal, line);
    if (success && output.logger.startsWith("tls.")) words.set(output.identifier, shown(output.error));
  }
  return words;
}

const shown = (said: string) =>
  said
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, 500)
    .toWellFormed();
