import { join } from "node:path";
import { labAvailability } from "../test/lab/install.ts";
import { describeVersions } from "../test/lab/versions.ts";
import { root } from "./check/repository.ts";
import { formatTable } from "./print/table.ts";
import { findProofs } from "./prove/find-proofs.ts";
import { complaintsOf, tableOf } from "./prove/judge-proof.ts";
import type { Proof } from "./prove/proof.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());

function list(proofs: readonly Proof[]): void {
  const rows = proofs.map(({ name, minutes, title }) => [name, String(minutes), title]);
  print(formatTable(["proof", " minutes", "what it shows"], rows));
  print("\nnpm run prove -- <name> runs one, or several after another");
}

async function prove(proof: Proof): Promise<boolean> {
  print(`\n=== ${proof.name}: ${proof.title} (about ${proof.minutes} min)`);
  const lab = proof.needs === "lab" ? await labAvailability() : { available: true as const };
  if (!lab.available) {
    print(`${proof.name} cannot be shown here, because ${lab.reason}`);
    return false;
  }
  for (const line of proof.needs === "lab" ? await describeVersions() : []) print(line);
  const startedAt = performance.now();
  const result = await proof.run({ print, signal: interrupted.signal });
  const complaints = complaintsOf(result);
  if (result.rows.length > 0) print(`\n${tableOf(result.rows)}\n`);
  for (const complaint of complaints) print(complaint);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  print(`${proof.name}: ${complaints.length === 0 ? "holds" : "does not hold"}, in ${seconds} s`);
  return complaints.length === 0;
}

const wanted = process.argv.slice(2);
const proofs = await findProofs(join(root, "test/proofs"));
const unknown = wanted.filter((name) => !proofs.some((proof) => proof.name === name));
if (unknown.length > 0) {
  print(`There is no proof ${unknown.join(", ")}; there are ${proofs.map(({ name }) => name).join(", ") || "none"}.`);
  process.exit(2);
}
if (wanted.length === 0) list(proofs);
let areSound = true;
for (const proof of proofs.filter(({ name }) => wanted.includes(name))) {
  areSound = !interrupted.signal.aborted && (await prove(proof)) && areSound;
}
// Servers of a proof may still be closing; what it shows is complete.
process.exit(areSound ? 0 : 1);
