// pure

import { isShellName } from "../../../contract/index.ts";
import type { ParsedDockerfile } from "./parse.ts";
import { wordsOf } from "./words.ts";

export type DeclaredArgument = { name: string; line: number };

/** What a Dockerfile declares with ARG, with or without a default, before the first FROM or in any stage. */
export function declaredArguments({ instructions, sign }: ParsedDockerfile): DeclaredArgument[] {
  return instructions
    .filter(({ name }) => name === "ARG")
    .flatMap(({ rest, line }) =>
      wordsOf(rest, { sign }).map(({ text }) => ({ name: text.split("=", 1)[0] ?? "", line })),
    )
    .filter(({ name }) => isShellName(name));
}
