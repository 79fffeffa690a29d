/** So much is kept of what a command prints: its end. */
const mostText = 16_384;
const mostLines = 20;

/**
 * Constants only, so the line is never part of a script. It is told which process the line is, to end it with all that it started, and
 * how it ended, which nobody has to ask for then. The mark parts both from what the line itself prints.
 */
const script = 'printf "%s %s\\n" "$2" "$$"; /bin/sh -c "$1"; printf "\\n%s %s\\n" "$2" "$?"';

export const shellCommand = (line: string, mark: string): string[] => ["/bin/sh", "-c", script, "sh", line, mark];
/** Ends the process and all that it started. */
export const killCommand = (pid: number): string[] => ["/bin/sh", "-c", 'kill -9 -- "-$1"', "sh", String(pid)];

export type ShellAnswer = {
  /** As its container counts; undefined: it has not said. */
  pid: () => number | undefined;
  /** undefined: it has not ended. */
  exitCode: () => number | undefined;
  /** Last lines of both outputs. */
  lines: () => string[];
  hear: (output: "stdout" | "stderr", bytes: Uint8Array) => void;
};

/** Reads what a `shellCommand` prints, as it falls. */
export function hearShell(mark: string): ShellAnswer {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const texts = { stdout: "", stderr: "" };
  let pid: number | undefined;
  const begun = `${mark} `;
  return {
    pid: () => pid,
    exitCode: () => {
      const at = texts.stdout.lastIndexOf(`\n${begun}`);
      return at < 0 ? undefined : numberBehind(texts.stdout, { at: at + 1, words: begun });
    },
    lines: () => [...linesOf(texts.stdout, mark), ...linesOf(texts.stderr, mark)].slice(-mostLines),
    hear: (output, bytes) => {
      texts[output] += decoders[output].decode(bytes, { stream: true });
      if (pid === undefined && texts.stdout.startsWith(begun))
        pid = numberBehind(texts.stdout, { at: 0, words: begun });
      if (texts[output].length > mostText) texts[output] = texts[output].slice(-mostText);
    },
  };
}

/** A whole line of these words and a number. */
function numberBehind(text: string, { at, words }: { at: number; words: string }): number | undefined {
  if (!text.startsWith(words, at)) return undefined;
  const rest = text.slice(at + words.length, at + words.length + 12);
  return /^(\d{1,10})\n/.exec(rest)?.[1] === undefined ? undefined : Number.parseInt(rest, 10);
}

const linesOf = (text: string, mark: string): string[] =>
  text.split("\n").flatMap((line) => {
    const shown = line.replace(/\r$/, "");
    return shown.trim() === "" || shown.startsWith(mark) ? [] : [shown.slice(0, 500)];
  });
