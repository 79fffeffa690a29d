import type { Seeds } from "./hostile-world.ts";

/** A valid call of a route that writes. `body` may be sent again and again: what must be unlike is made from `n`. */
export type Order = {
  route: string;
  by: "team" | "person" | "anyone" | "runner";
  body(seeds: Seeds, n: number): Record<string, unknown>;
  /** Where what was written is read again, from the seeds and the answer. Left out: nothing is kept that could be read. */
  see?(seeds: Seeds, answer: Record<string, unknown>): string;
  /** Fields that are compared with something stored and never kept: a wrong one is refused as wrong, not as malformed. */
  compared?: readonly string[];
  /** Made before: its id takes the place of the team's own row. */
  first?: Order;
  /** Every fifth text is enough: its route hashes a password, which takes its time, or is under test elsewhere as well. */
  few?: true;
  /** Fields that are kept and never shown again. */
  sealed?: readonly string[];
  /** Fields that are shown elsewhere, by where that is in the answer. */
  shown?: Record<string, string>;
};

export const v1 = (path: string) => `/api/v1${path}`;
export const own = (kind: string) => (seeds: Seeds) => v1(`/${kind}/${seeds.ids[kind]}`);
export const made =
  (kind: string, idOf = (answer: Record<string, unknown>) => answer.id) =>
  (_seeds: Seeds, answer: Record<string, unknown>) =>
    v1(`/${kind}/${String(idOf(answer))}`);
