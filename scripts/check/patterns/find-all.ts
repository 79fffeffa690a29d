import { parseModule } from "../module.ts";
import { listFiles, readText, sourcePaths } from "../repository.ts";
import { findPatterns, readsForeignText } from "./find-patterns.ts";
import type { FoundPattern } from "./pattern.ts";

/** Every pattern of the repository that meets foreign text. */
export function findAllPatterns(): FoundPattern[] {
  const paths = sourcePaths(listFiles()).filter(readsForeignText);
  return paths.flatMap((path) => findPatterns(parseModule(path, readText(path))).patterns);
}
