import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { randomOf } from "../../../api/src/testing/random.ts";
import { BuildFault } from "../../../runner/src/build/build-fault.ts";
import { compileDockerignore } from "../../../runner/src/build/ignore/dockerignore.ts";
import { catchContexts, type Sent } from "./catch-context.ts";
import { anIgnoreFile, contextFiles } from "./generated-files.ts";

export interface Comparison {
  tried: number;
  refused: number;
  differences: string[];
}

const always = ["Dockerfile", ".dockerignore"];

/** Generated `.dockerignore` files over one tree: what the docker command sends, and what we would. */
export async function compareWithDocker({ seed, files }: { seed: number; files: number }): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-ignored-"));
  const catcher = await catchContexts(folder);
  const random = randomOf(seed);
  const texts = Array.from({ length: files }, () => anIgnoreFile(random));
  const comparison: Comparison = { tried: 0, refused: 0, differences: [] };
  const work = async (number: number) => {
    const context = join(folder, `context-${number}`);
    writeTree(context);
    for (let text = texts.shift(); text !== undefined; text = texts.shift()) {
      writeFileSync(join(context, ".dockerignore"), text);
      note(comparison, { text, theirs: await catcher.contextOf(context), ours: ourAnswer(text) });
    }
  };
  try {
    await Promise.all([work(1), work(2)]);
    return comparison;
  } finally {
    await catcher.stop();
    rmSync(folder, { recursive: true });
  }
}

function writeTree(context: string): void {
  for (const path of ["Dockerfile", ...contextFiles]) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), "FROM scratch\n");
  }
}

function ourAnswer(text: string): Sent {
  try {
    const isLeftOut = compileDockerignore({ path: ".dockerignore", text }, always);
    return { files: [...new Set([...always, ...contextFiles])].filter((path) => !isLeftOut(path)).sort() };
  } catch (error) {
    if (error instanceof BuildFault) return { refusal: error.message };
    throw error;
  }
}

function note(comparison: Comparison, { text, theirs, ours }: { text: string; theirs: Sent; ours: Sent }): void {
  comparison.tried += 1;
  if ("refusal" in theirs) comparison.refused += 1;
  if ("refusal" in theirs && "refusal" in ours) return;
  const difference = differenceOf(theirs, ours);
  if (difference) comparison.differences.push(`${JSON.stringify(text)}: ${difference}`);
}

function differenceOf(theirs: Sent, ours: Sent): string | undefined {
  if ("refusal" in theirs) return `docker refuses it: ${theirs.refusal}`;
  if ("refusal" in ours) return `we refuse it: ${ours.refusal}`;
  const onlyTheirs = theirs.files.filter((path) => !ours.files.includes(path));
  const onlyOurs = ours.files.filter((path) => !theirs.files.includes(path));
  if (onlyTheirs.length + onlyOurs.length === 0) return undefined;
  return `docker alone sends ${JSON.stringify(onlyTheirs.slice(0, 3))}, we alone ${JSON.stringify(onlyOurs.slice(0, 3))}`;
}
