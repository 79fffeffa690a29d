import { Visitor } from "oxc-parser";
import type { Finding } from "../finding.ts";
import { eachModule } from "../rule.ts";

/** Tools that load a module's default export: build configuration, the Worker's runtime, benchmark discovery. */
const defaultHomes = /\.config\.(ts|js|mjs)$|(^|\/)entry\.worker\.ts$|\.bench\.ts$/;

/** Named exports only: one name per thing, the same at both ends of an import. */
export const namedExports = eachModule((module) => {
  if (defaultHomes.test(module.path) || module.path.endsWith(".svelte")) return [];
  const findings: Finding[] = [];
  new Visitor({
    ExportDefaultDeclaration(node) {
      const message = "a default export has no name of its own; export it by name";
      findings.push({ path: module.path, line: module.lineOf(node.start), rule: "exports", message });
    },
  }).visit(module.program);
  return findings;
});
