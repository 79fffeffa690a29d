import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseSync } from "oxc-parser";
import { root } from "../../scripts/check/repository.ts";

const original = "?original";
const recording = join(root, "test/growth/recording.ts");

/** Where the product speaks to its database. */
const isStore = (path: string): boolean => /^api\/src\/.*\.store\.ts$/.test(path);
/** Runs the statements of others and has none of its own. */
const carrier = "runBatchIf";
/** The sign-in library asks by itself, through an object. */
const library = "api/src/kit/adapters/auth.ts";

/** Names that a module exports as values. */
function namesOf(path: string): string[] {
  const { module } = parseSync(path, readFileSync(join(root, path), "utf8"));
  return module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ isType, exportName }) => (isType || !exportName.name ? [] : [exportName.name])),
  );
}

/** A module in front of the store, with the same exports, that tells what each asks. */
function front(file: string, path: string): string {
  const wrap = (name: string) => {
    if (name === carrier) return `export const ${name} = real.${name};`;
    const by = JSON.stringify(`${path}#${name}`);
    return path === library
      ? `export const ${name} = (...args) => recordedMethods(${by}, real.${name}(...args));`
      : `export const ${name} = recorded(${by}, real.${name});`;
  };
  return [
    `import * as real from ${JSON.stringify(`${file}${original}`)};`,
    `import { recorded, recordedMethods } from ${JSON.stringify(recording)};`,
    ...namesOf(path).map(wrap),
  ].join("\n");
}

/** For the tests of the API: every store is read through a module that notes its statements. */
export const instrumentStores = () => ({
  name: "fairlead-instrument-stores",
  enforce: "pre" as const,
  load(id: string) {
    const path = relative(root, id);
    return isStore(path) || path === library ? front(id, path) : undefined;
  },
});

/** Every function that asks the database, as `file#name`. */
export const storeFunctions = (files: readonly string[]): string[] =>
  files
    .filter(isStore)
    .flatMap((path) => namesOf(path).flatMap((name) => (name === carrier ? [] : [`${path}#${name}`])));
