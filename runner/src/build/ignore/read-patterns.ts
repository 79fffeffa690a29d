// pure

import { BuildFault } from "../build-fault.ts";
import { cleanPath, trimSpace } from "./clean-path.ts";
import { compilePattern, type Test } from "./compile-pattern.ts";
import { PatternError } from "./pattern-error.ts";

export interface Pattern {
  /** Cleaned, without its `!`. */
  text: string;
  /** It takes back what lines before it left out. */
  isException: boolean;
  /** Whether it names this very path, by the path's letters and no other case of them. */
  matches: Test;
}

/**
 * The patterns of a `.dockerignore` file, as Docker reads them: `#` begins a comment only as the first character of a line, and a slash at
 * either end means nothing. Throws BuildFault for a pattern that Docker refuses, with the file's name and the line.
 */
export function readPatterns(text: string, { name }: { name: string }): Pattern[] {
  const lines = (text.startsWith("\uFEFF") ? text.slice(1) : text).split("\n");
  return lines.flatMap((line, index) => {
    const written = line.startsWith("#") ? "" : trimSpace(line);
    return written === "" ? [] : [readPattern(written, { name, line: index + 1 })];
  });
}

function readPattern(written: string, where: { name: string; line: number }): Pattern {
  const typed = normal(written);
  const isException = typed.startsWith("!");
  const text = isException ? typed.slice(1) : typed;
  if (text === "") throw refused("An exclamation mark needs a pattern behind it.", { written, ...where });
  try {
    return { text, isException, matches: compilePattern(text) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw refused(error.message, { written, ...where });
  }
}

/** Docker cleans a pattern without its mark, and then with it once more: `/!a` is an exception, and `!../../a` is none. */
function normal(written: string): string {
  const mark = written.startsWith("!") ? "!" : "";
  const typed = trimSpace(written.slice(mark.length));
  const cleaned = typed === "" ? "" : cleanPath(typed);
  return cleanPath(mark + (cleaned.length > 1 && cleaned.startsWith("/") ? cleaned.slice(1) : cleaned));
}

function refused(mend: string, { written, name, line }: { written: string; name: string; line: number }): BuildFault {
  return new BuildFault("context-refused", {
    sentence: `Line ${line} of ${name} is not a valid pattern: ${written.slice(0, 100)}`,
    nextAction: `Fix the line in ${name} and push again. ${mend}`,
  });
}
