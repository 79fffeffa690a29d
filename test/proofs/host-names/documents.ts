import type { ProofTools } from "../../../scripts/prove/proof.ts";
import { openOwnCaddy } from "./own-caddy.ts";

// Documents that name hosts: ours do not any more, but whoever puts one there must not be refused for its name.

type Asked = { program: string; names: readonly string[] };

/** A document a name. Resolves with what was said of those that are refused. */
export async function loadAlone({ print, signal }: ProofTools, { program, names }: Asked): Promise<string[]> {
  const caddy = await openOwnCaddy(program);
  try {
    const refused: string[] = [];
    for (const [at, name] of names.entries()) {
      if (signal.aborted) return [...refused, "interrupted"];
      const said = await caddy.load(appsWith([name]));
      if (said !== undefined) refused.push(`${name} alone: ${said}`);
      if (at % 1_000 === 999) print(`${at + 1} names loaded alone, ${refused.length} refused`);
    }
    return refused;
  } finally {
    await caddy.stop();
  }
}

/** All names in one document. */
export async function loadTogether({ program, names }: Asked): Promise<string[]> {
  const caddy = await openOwnCaddy(program);
  try {
    const said = await caddy.load(appsWith(names));
    return said === undefined ? [] : [`together: ${said}`];
  } finally {
    await caddy.stop();
  }
}

/** One route and one rule for certificates a name. Nothing is asked of an authority before somebody visits. */
function appsWith(names: readonly string[]) {
  const routes = names.map((name) => ({ match: [{ host: [name] }], handle: [{ handler: "static_response" }] }));
  const policies = names.map((name) => ({ subjects: [name], issuers: [{ module: "acme" }] }));
  return {
    http: { servers: { web: { listen: ["127.0.0.1:0"], automatic_https: { disable: true }, routes } } },
    tls: { automation: { policies } },
  };
}
