/**
 * Something that is tried against the product, and what has to come of it: shown by a test that turns red when the guard is removed
 * (`in`: where it stands, if not in the file that the guard names), by a test alone, or by nothing, because there is no such feature.
 */
export type Part = { tried: string; comes: string } & (
  | { guard: string; test: string; in?: string }
  | { test: string; in: string }
  | { missing: string }
);

export interface Check {
  key: number;
  about: string;
  parts: readonly Part[];
}
