import type { Finding } from "../finding.ts";
import type { Import, Module } from "../module.ts";
import { importedZone, isTest, relativeTarget, type Zone, zoneOf } from "../places.ts";
import { eachModule } from "../rule.ts";

/** Which zones each zone may import. A test beside a file may also use test/support. */
const allowed: Record<Zone, readonly Zone[]> = {
  contract: [],
  "state-lock": [],
  runner: ["contract", "state-lock"],
  db: ["contract"],
  api: ["db", "contract", "state-lock"],
  ui: ["api"],
  test: ["contract", "state-lock", "runner", "db", "api", "ui", "scripts"],
  // The test command asks the lab what the machine can run; the migrate command opens the database; the start command tells who runs.
  scripts: ["test", "db", "state-lock"],
  outside: [],
};

const folderName: Record<Zone, string> = {
  contract: "runner/contract",
  "state-lock": "runner/state-lock",
  runner: "runner/src",
  db: "db",
  api: "api",
  ui: "ui",
  test: "test",
  scripts: "scripts",
  outside: "the root",
};

/** Packages point at each other only along the drawn arrows, by package name, and the UI takes types alone. */
export const arrows = eachModule((module) =>
  module.imports.flatMap((each) => {
    const message = brokenArrow(module, each);
    return message ? [{ path: module.path, line: each.line, rule: "arrows", message } satisfies Finding] : [];
  }),
);

function brokenArrow({ path }: Module, found: Import): string | undefined {
  const { specifier, isTypeOnly } = found;
  const loaded = outsideWords(path, found);
  if (loaded !== undefined) return loaded;
  const from = zoneOf(path);
  const target = relativeTarget(path, specifier);
  if (target !== undefined && isTest(target) && !isTest(path) && zoneOf(path) !== "scripts") {
    return `${specifier} is made for tests; what the product runs may not lean on it`;
  }
  const to = importedZone(path, specifier);
  if (to === undefined) return from === "contract" ? outsideContract(path, specifier) : undefined;
  if (to === from || from === "outside") return undefined;
  if (to === "test" && isTest(path)) return undefined;
  // The start command names every problem of the settings before it builds anything.
  if (from === "scripts" && target !== undefined && /^(api\/src\/kit|runner\/src)\/config\.ts$/.test(target))
    return undefined;
  if (from === "ui" && to === "contract" && specifier.startsWith("@fairlead/runner/contract/words/")) return undefined;
  if (!allowed[from].includes(to)) {
    const targets = allowed[from].map((zone) => folderName[zone]).join(" and ") || "nothing else";
    const remedy = from === "ui" ? "types from @fairlead/api/types" : targets;
    return `${folderName[from]} may not import ${folderName[to]} (${specifier}); it may import ${remedy}. A shape both sides need belongs in runner/contract`;
  }
  if (from === "ui" && !isTypeOnly) return `ui takes only types from api; write \`import type\` for ${specifier}`;
  // The root has no packages of ours to import by name.
  if (from === "scripts") return undefined;
  if (from === "runner" || from === "test" || relativeTarget(path, specifier) === undefined) return undefined;
  if (to !== "contract") {
    return `${specifier} leaves the package; import ${folderName[to]} by its package name`;
  }
  return `${specifier} leaves the package; import @fairlead/runner/contract`;
}

const wordsFolder = "runner/contract/words/";

/** Words are told to a browser as they stand: nothing comes with them. */
const outsideWords = (path: string, { specifier, isTypeOnly }: Import) => {
  if (!path.startsWith(wordsFolder) || isTest(path) || isTypeOnly) return undefined;
  if (relativeTarget(path, specifier)?.startsWith(wordsFolder)) return undefined;
  return `${wordsFolder} is sent to browsers and holds words alone; ${specifier} belongs beside it in runner/contract`;
};

function outsideContract(path: string, specifier: string): string | undefined {
  if (isTest(path) || specifier === "valibot" || specifier === "tr46") return undefined;
  return `runner/contract stands on valibot and the rules of host names alone; ${specifier} belongs in the package that uses it`;
}
