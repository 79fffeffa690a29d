// pure

import type { BuildRun } from "../build-run.ts";
import { parseDockerfile } from "./parse.ts";
import { environmentArgument, lineWithout, secretSteps, withEnvironment } from "./secret-steps.ts";

export type MarkedDockerfile = {
  /** What takes the place of the repository's file; undefined: it stays. */
  content: Buffer | undefined;
  buildArgs: Record<string, string>;
  /** Its frontend is not known, so nobody can tell which steps see a secret: none is taken from the cache. */
  isCacheUnsafe: boolean;
  lineOf: (line: number) => number;
};

/** Makes each step that mounts a secret depend on the values, so that none of an old value is taken from the cache. */
export function markEnvironment(dockerfile: Buffer, { secrets, digest }: BuildRun): MarkedDockerfile {
  const unmarked = { content: undefined, buildArgs: {}, isCacheUnsafe: false, lineOf: (line: number) => line };
  if (Object.keys(secrets).length === 0) return unmarked;
  // Byte for byte: what is not UTF-8 stays what it is.
  const text = dockerfile.toString("latin1");
  const parsed = parseDockerfile(text);
  if (parsed.syntax !== null && !isDockers(parsed.syntax)) return { ...unmarked, isCacheUnsafe: true };
  const before = secretSteps(parsed);
  if (before.length === 0) return unmarked;
  return {
    content: Buffer.from(withEnvironment(text, before), "latin1"),
    buildArgs: { [environmentArgument]: digest },
    isCacheUnsafe: false,
    lineOf: lineWithout(before),
  };
}

/** Docker's own frontend, in any version and from any mirror. */
const isDockers = (syntax: string) => `/${syntax}`.includes("/docker/dockerfile");
