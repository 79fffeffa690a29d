import { join } from "node:path";
import { ensureBrowser, ensureGitPrograms, type LabAvailability, labAvailability } from "../../test/lab/install.ts";
import { describeVersions } from "../../test/lab/versions.ts";
import { apiProduct, buildWhatChanged, interfaceProduct, runnerProduct } from "../build/products.ts";
import { root } from "../check/repository.ts";
import { runCommand } from "../process/run-command.ts";

/** Vitest projects, run on their own so that a dead one cannot take the others' results along. */
export interface Suite {
  name: string;
  /** Projects that run together with the one of this name. */
  with?: readonly string[];
  /** What the suite shows, for the line above its output. */
  title: string;
  files: RegExp;
  /** How many files run at the same time; one where they share things of the machine. */
  workers: number;
  /** After this long the suite is ended and counts as failed. */
  limitMs: number;
  /**
   * Installs what is missing where it can, and says what the machine still lacks. Throws when something is missing that
   * every machine can have: then the suite has failed and is not merely left out.
   */
  prepare(): Promise<Readiness>;
}

export type Readiness = { available: true; notes?: readonly string[] } | Extract<LabAvailability, { available: false }>;

const minute = 60_000;
const alwaysAvailable = async (): Promise<Readiness> => ({ available: true });

/** The interface's compiler settings are generated; its tests cannot be read without them, and say so. */
async function generatedTypesAndGitPrograms(): Promise<Readiness> {
  const cwd = join(root, "ui");
  await runCommand(join(cwd, "node_modules/.bin/svelte-kit"), ["sync"], { cwd });
  const git = await ensureGitPrograms();
  // Few tests need it; they leave themselves out and say so.
  return { available: true, notes: git.available ? [] : [git.reason] };
}

async function lab(): Promise<Readiness> {
  const found = await labAvailability();
  return found.available ? { available: true, notes: await describeVersions() } : found;
}

/** A flow through the browser ends on a real server, so it needs the lab as well. */
async function browserAndLab(): Promise<Readiness> {
  const found = await lab();
  if (!found.available) return found;
  const browser = await ensureBrowser();
  if (!browser.available) return browser;
  // Two files at once would build it twice into the same folder.
  await buildWhatChanged([interfaceProduct, apiProduct, runnerProduct]);
  return found;
}

/** In the order they run: what fails fastest comes first. A limit is far above what its suite takes, for what hangs. */
export const suites: Suite[] = [
  {
    name: "fast",
    title: "rules and features, in process",
    files: /^(?!test\/(start|worker|growth|fixtures|proofs)\/)(api|db|runner|scripts|ui|test)\/.*(?<!\.lab)\.test\.ts$/,
    workers: 2,
    limitMs: 25 * minute,
    prepare: generatedTypesAndGitPrograms,
  },
  {
    // After the one above, whose statements it judges.
    name: "growth",
    title: "what the API asks its database, of 10,000 and of 100,000 deployments",
    files: /^test\/growth\/.*\.test\.ts$/,
    workers: 1,
    limitMs: 10 * minute,
    prepare: alwaysAvailable,
  },
  {
    name: "start",
    title: "npm start, from the first build to the last process",
    files: /^test\/start\/.*\.test\.ts$/,
    workers: 1,
    limitMs: 8 * minute,
    prepare: alwaysAvailable,
  },
  {
    name: "worker",
    title: "the same API inside workerd",
    files: /^test\/worker\/.*\.test\.ts$/,
    workers: 1,
    limitMs: 10 * minute,
    prepare: alwaysAvailable,
  },
  {
    name: "lab",
    with: ["lab-stable", "lab-containerd"],
    title: "real servers over SSH with Docker and Caddy",
    files: /^test\/.*\.lab\.test\.ts$/,
    workers: 2,
    limitMs: 40 * minute,
    prepare: lab,
  },
  {
    name: "browser",
    title: "through the interface in Chromium",
    files: /^test\/specs\/.*\.spec\.ts$/,
    workers: 2,
    limitMs: 25 * minute,
    prepare: browserAndLab,
  },
];
