import type { Finding } from "./finding.ts";

const sections = ["dependencies", "devDependencies", "optionalDependencies"] as const;
const exact = /^(workspace:\*|(npm:[@\w./-]+@)?\d+\.\d+\.\d+([-+][\w.-]+)?)$/;

/** Every dependency is one exact version, so that two installs of one commit are the same program. */
export function pins(path: string, text: string): Finding[] {
  const manifest: unknown = JSON.parse(text);
  const lines = text.split("\n");
  return sections.flatMap((section) =>
    Object.entries(record(record(manifest)[section])).flatMap(([name, version]): Finding[] => {
      if (typeof version === "string" && exact.test(version)) return [];
      const line = lines.findIndex((each) => each.includes(`"${name}"`)) + 1;
      return [{ path, line, rule: "pins", message: `${name} is not pinned to one version (${String(version)})` }];
    }),
  );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
