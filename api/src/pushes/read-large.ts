import { createHash } from "node:crypto";
import { createProver, type Proof } from "./forges/proof.ts";
import { Trimmer } from "./trim-payload.ts";

/** What is kept of a payload that is too large to be held. */
const maxKeptBytes = 2 * 1024 * 1024;

export type ReadLarge = {
  isGenuine: boolean;
  /** null: what a decision needs is still too large. */
  body: string | null;
  /** Of the whole body, as it was sent. */
  sha256: string;
};

/** Judges and trims a body while it comes in: no more of it is held than is kept. `proofs` true: the headers have proven it. */
export async function readLarge(
  pieces: AsyncIterable<Uint8Array>,
  { proofs }: { proofs: true | readonly Proof[] },
): Promise<ReadLarge> {
  const prover = proofs === true ? undefined : createProver(proofs);
  const trimmer = new Trimmer({ maxBytes: maxKeptBytes });
  const hash = createHash("sha256");
  for await (const piece of pieces) {
    prover?.push(piece);
    hash.update(piece);
    trimmer.push(piece);
  }
  return { isGenuine: prover?.isGenuine() ?? true, body: trimmer.end(), sha256: hash.digest("hex") };
}
