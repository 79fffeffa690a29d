import { readText } from "../repository.ts";

export interface Advisory {
  /** Name in the npm registry. */
  package: string;
  id: string;
  /** Versions it speaks of, as npm writes ranges. */
  range: string;
  title: string;
}

/**
 * Where the word on a package is from: `registry`, its advisory service was asked; `records`, public advisories were read by a person;
 * `unasked`, it is in the lockfile and nobody could ask yet.
 */
export type Origin = "registry" | "records" | "unasked";

export interface AdvisoryList {
  /** Day of the last look. */
  date: string;
  packages: Record<string, Origin>;
  advisories: Advisory[];
  /** Programs that servers or the runner's machine bring along: no lockfile holds them, the server check and the documents speak of them. */
  programs: { program: string; id: string; range: string; title: string }[];
}

export const advisoriesPath = "scripts/check/advisories/advisories.json";
export const readAdvisories = (): AdvisoryList => JSON.parse(readText(advisoriesPath));
