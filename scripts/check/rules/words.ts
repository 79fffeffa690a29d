import { posix } from "node:path";
import type { Finding } from "../finding.ts";
import { eachModule } from "../rule.ts";

const promises = /\b(TODO|FIXME|XXX|HACK)\b|coming soon|not implemented yet/i;
const vagueNames = new Set(["manager", "helper", "helpers", "util", "utils", "data", "info", "misc", "common"]);
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Comments promise nothing, and a file's name says what it holds. */
export const words = eachModule((module) => {
  const findings: Finding[] = [];
  const add = (line: number, message: string) => findings.push({ path: module.path, line, rule: "words", message });
  for (const comment of module.comments) {
    const promise = comment.value.match(promises);
    if (promise) add(module.lineOf(comment.start), `"${promise[0]}" in a comment; do it now or open an issue`);
  }
  const complaint = nameComplaint(module.path);
  if (complaint) add(1, complaint);
  return findings;
});

function nameComplaint(path: string): string | undefined {
  const name = posix.basename(path);
  // SvelteKit's own files (+page.svelte) are named by the framework.
  if (name.startsWith("+")) return undefined;
  const parts = name.replace(/(\.d)?\.(ts|mjs|svelte)$/, "").split(".");
  if (name.endsWith(".svelte")) {
    return /^[A-Z][A-Za-z0-9]*$/.test(parts[0] ?? "") ? undefined : "a component file is named in PascalCase";
  }
  if (!parts.every((part) => kebab.test(part))) return "a file is named in kebab-case after its main export";
  const vague = parts.flatMap((part) => part.split("-")).find((part) => vagueNames.has(part));
  return vague ? `"${vague}" says nothing about what the file holds; name it after its main export` : undefined;
}
