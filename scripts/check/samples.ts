import { type Module, parseModule } from "./module.ts";
import type { Rule } from "./rule.ts";

/** A small repository for a rule's test: path → text. */
export type Samples = Record<string, string>;

export const parsed = (samples: Samples): Module[] =>
  Object.entries(samples).map(([path, text]) => parseModule(path, text));

/** What a rule says about the samples, as `path:line`. */
export const placesOf = (rule: Rule, samples: Samples): string[] =>
  rule(parsed(samples)).map(({ path, line }) => `${path}:${line}`);
