import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDatabase, rebuildFile } from "../db/src/index.ts";
import { holdFolder } from "../runner/state-lock/index.ts";

const folder = resolve(process.env.FAIRLEAD_HOME || ".fairlead");
const file = join(folder, "fairlead.db");
const megabytes = () => `${(statSync(file).size / 1e6).toFixed(1)} MB`;

/** The whole file is written anew: nobody else may work with it meanwhile, so the folder is held like by a control plane. */
try {
  if (!existsSync(file)) throw new Error(`there is no database file ${file}: set FAIRLEAD_HOME to the state folder`);
  const before = megabytes();
  const hold = await holdFolder(folder, { program: "control plane", url: "", setting: "FAIRLEAD_HOME" });
  const db = openDatabase(`file:${file}`);
  await rebuildFile(db);
  db.$client.close();
  hold.release();
  process.stdout.write(`${file}: ${before} before, ${megabytes()} now; from here on it shrinks by itself\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
