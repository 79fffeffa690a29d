/** One line of a proof's table. All rows of a proof have the same columns. */
export type ProofRow = Record<string, string | number>;

export interface ProofTools {
  /** For what a person who waits wants to know; the table is printed at the end. */
  print: (line: string) => void;
  /** Aborted when the run is interrupted: end what was started and return. */
  signal: AbortSignal;
}

/** A proof holds when it has shown something and nothing failed: rows without failures. */
export interface ProofResult {
  rows: ProofRow[];
  /** A sentence for everything that does not hold. */
  failures: string[];
}

/**
 * What takes too long for every change: whole matrices, soaks, a million rows, real upgrades. A `*.proof.ts` file in `test/proofs`
 * exports it; a small representative of it stays among the tests.
 */
export interface Proof {
  name: string;
  /** What it shows, in one line. */
  title: string;
  /** How long it takes on two cores, about. */
  minutes: number;
  /** `lab`: it needs real servers, which are prepared before it runs. */
  needs?: "lab";
  run(tools: ProofTools): Promise<ProofResult>;
}

export function isProof(value: unknown): value is Proof {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && "title" in value && "minutes" in value && "run" in value && typeof value.run === "function";
}
