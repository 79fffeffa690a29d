import type { Finding } from "./finding.ts";
import { dependenciesOf } from "./manifest.ts";

const exact = /^(workspace:\*|(npm:[@\w./-]+@)?\d+\.\d+\.\d+([-+][\w.-]+)?)$/;

/** Every dependency is one exact version, so that two installs of one commit are the same program. */
export function pins(path: string, text: string): Finding[] {
  return dependenciesOf(text).flatMap(({ name, version, line }): Finding[] =>
    typeof version === "string" && exact.test(version)
      ? []
      : [{ path, line, rule: "pins", message: `${name} is not pinned to one version (${String(version)})` }],
  );
}
