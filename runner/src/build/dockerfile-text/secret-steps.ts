// pure

import type { Instruction, ParsedDockerfile } from "./parse.ts";
import { wordsOf } from "./words.ts";

/** The build argument that stands for the build's variables in the key of the cache. */
export const environmentArgument = "FAIRLEAD_BUILD_ENV";

/** The line, from 1, of the first step of each stage that mounts a secret. */
export function secretSteps({ instructions, sign }: ParsedDockerfile): number[] {
  const lines: number[] = [];
  let isMarked = true;
  for (const instruction of instructions) {
    if (instruction.name === "FROM") isMarked = false;
    if (isMarked || !mountsSecret(instruction, sign)) continue;
    lines.push(instruction.line);
    isMarked = true;
  }
  return lines;
}

function mountsSecret({ name, rest }: Instruction, sign: string): boolean {
  if (name !== "RUN" || !rest.startsWith("--")) return false;
  for (const { text } of wordsOf(rest, { sign })) {
    if (!text.startsWith("--")) return false;
    if (text.startsWith("--mount=") && isSecret(text.slice("--mount=".length))) return true;
  }
  return false;
}

/** A type that is put together from arguments may be one. */
const isSecret = (mount: string) =>
  mount
    .split(",")
    .some((part) => part.toLowerCase() === "type=secret" || (part.startsWith("type=") && part.includes("$")));

/**
 * BuildKit leaves the values of secrets out of the key of its cache, so that a step with a new value would be taken from the cache of
 * the old one. An argument is in the key: one is declared before each of these lines.
 */
export function withEnvironment(text: string, before: readonly number[]): string {
  const marked = new Set(before);
  return text
    .split("\n")
    .flatMap((line, index) => (marked.has(index + 1) ? [`ARG ${environmentArgument}`, line] : [line]))
    .join("\n");
}

/** Where a line of the file with the declarations stands in the file without them. */
export const lineWithout =
  (before: readonly number[]) =>
  (line: number): number =>
    before.reduce((given, each, index) => (line > each + index ? given - 1 : given), line);
