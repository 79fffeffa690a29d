// Loaded before the program: it is killed at the step that KILLED_AT names. A step is a call for a file of its state folder, or a byte of one.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename } from "node:path";

const home = process.env.FAIRLEAD_HOME;
const at = Number(process.env.KILLED_AT);
const open = new Map();
let taken = 0;

function step(call, path) {
  if (taken++ !== at) return;
  fs.writeSync(1, `killed at ${call} of ${path === home ? "the folder" : basename(path)}\n`);
  process.kill(process.pid, "SIGKILL");
}
const isOurs = (path) => typeof path === "string" && path.startsWith(home);

for (const name of ["mkdirSync", "linkSync", "renameSync", "rmSync", "unlinkSync"]) {
  const call = fs[name];
  fs[name] = (...given) => {
    if (isOurs(given[0])) step(name, given[0]);
    return call(...given);
  };
}
const { openSync, writeSync, fsyncSync, closeSync } = fs;
fs.openSync = (path, ...more) => {
  if (isOurs(path)) step("openSync", path);
  const descriptor = openSync(path, ...more);
  if (isOurs(path)) open.set(descriptor, path);
  return descriptor;
};
fs.writeSync = (descriptor, bytes, from, ...more) => {
  const path = open.get(descriptor);
  if (path === undefined) return writeSync(descriptor, bytes, from, ...more);
  step("writeSync", path);
  return writeSync(descriptor, bytes, from ?? 0, 1);
};
fs.fsyncSync = (descriptor) => {
  const path = open.get(descriptor);
  if (path !== undefined) step("fsyncSync", path);
  return fsyncSync(descriptor);
};
fs.closeSync = (descriptor) => {
  const path = open.get(descriptor);
  if (path !== undefined) step("closeSync", path);
  open.delete(descriptor);
  return closeSync(descriptor);
};
syncBuiltinESMExports();
process.once("SIGTERM", () => process.stdout.write(`${taken} steps\n`));
