import type { Finding } from "./finding.ts";
import { dependenciesOf } from "./manifest.ts";

export const reasonsPath = "docs/adr/0014-dependencies.md";

type Manifest = { path: string; text: string };

/** Every dependency is named in the record that says why it is here, and the record names nothing that is not. */
export function reasons(manifests: readonly Manifest[], record: string): Finding[] {
  const named = namesIn(record);
  const asked = manifests.flatMap(({ path, text }) =>
    dependenciesOf(text)
      .filter(({ version }) => version !== "workspace:*")
      .map(({ name, line }) => ({ name, path, line })),
  );
  const reasoned = new Set(named.map(({ name }) => name));
  const present = new Set(asked.map(({ name }) => name));
  const missing = asked
    .filter(({ name }) => !reasoned.has(name))
    .map(({ name, path, line }) => ({ path, line, rule: "reasons", message: `${name} has no row in ${reasonsPath}` }));
  const stale = named
    .filter(({ name }) => !present.has(name))
    .map(({ name, line }) => ({ path: reasonsPath, line, rule: "reasons", message: `no manifest asks for ${name}` }));
  return [...missing, ...stale];
}

/** The first cell of each row of the table; the reason beside it is for people. */
function namesIn(record: string): { name: string; line: number }[] {
  return record.split("\n").flatMap((row, index) => {
    const [before, names = "", reason = ""] = row.split("|").map((cell) => cell.trim());
    const isHead = names === "Package" || names.startsWith("---");
    if (before !== "" || names === "" || reason === "" || isHead) return [];
    return names.split(",").map((name) => ({ name: name.trim(), line: index + 1 }));
  });
}
