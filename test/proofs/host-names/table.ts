import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { refuseCertificate, type ServerRoutes } from "@fairlead/runner/contract";
import { dockerUpstreams } from "../../../runner/src/drivers/docker/upstreams.ts";
import { proxyPaths } from "../../../runner/src/proxies/caddy/proxy-paths.ts";
import { renderCaddy } from "../../../runner/src/proxies/caddy/render.ts";
import { renderTable } from "../../../runner/src/proxies/caddy/render-table.ts";
import { featuresOf } from "../../../runner/src/proxies/caddy/version.ts";
import type { ProofTools } from "../../../scripts/prove/proof.ts";
import { run } from "../../lab/command.ts";
import { freePort } from "../../support/free-port.ts";
import { openOwnCaddy } from "./own-caddy.ts";
import { askPlain, certificateFits, isPermitted } from "./visits.ts";

type Names = { program: string; taken: readonly string[]; refused: readonly string[] };
type Doors = { plain: number; secure: number; permit: number };
const settings = { acme: null, probeSecret: "probe-secret-for-tests-only", trustedProxies: [] };

/** Every name as a route of one table: looked up, permitted, given a certificate. Names that are not taken get none. */
export async function tryTable({ print, signal }: ProofTools, { program, taken, refused }: Names) {
  const caddy = await openOwnCaddy(program);
  const said: string[] = [];
  try {
    const doors = { plain: await freePort(), secure: await freePort(), permit: await freePort() };
    const { stdout } = await run([program, "version"]);
    makeTable(join(caddy.folder, "routes"), taken);
    const answer = await caddy.load(appsOf(caddy.folder, { doors, version: stdout.trim() }));
    if (answer !== undefined) said.push(`the document: ${answer}`);
    const secure = taken.filter(isSecure);
    const count = async (
      what: string,
      each: readonly string[],
      { fails, atOnce = 8 }: { fails: Fails; atOnce?: number },
    ) => {
      const found = signal.aborted || said.length > 100 ? ["not tried"] : await failing(each, { fails, atOnce });
      print(`${what}: ${each.length - found.length} of ${each.length}`);
      said.push(...found.map((reason) => `${what}: ${reason}`));
      return each.length - found.length;
    };
    const row = {
      found: await count("found", taken, { fails: (name) => askPlain(doors.plain, name) }),
      permitted: await count("permitted", secure, {
        fails: async (name) => ((await isPermitted(doors.permit, name)) ? undefined : `${name} is not permitted`),
      }),
      "not permitted": await count("not permitted", refused, {
        fails: async (name) => ((await isPermitted(doors.permit, name)) ? `${name} is permitted` : undefined),
      }),
      certified: await count("certified", secure, {
        fails: (name) => certificateFits(doors.secure, name),
        // Up to 2.7 the first requests for certificates that come in one moment refuse each other.
        atOnce: 1,
      }),
    };
    return { row, said };
  } finally {
    await caddy.stop();
  }
}

const isSecure = (name: string) => !name.startsWith("*.") && refuseCertificate(name) === undefined;

type Fails = (name: string) => Promise<string | undefined>;

async function failing(names: readonly string[], { fails, atOnce }: { fails: Fails; atOnce: number }) {
  const waiting = [...names];
  const found: string[] = [];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const reason = await fails(name).catch((error: unknown) => `${name}: ${String(error)}`);
      if (reason !== undefined) found.push(reason);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
}

function makeTable(folder: string, names: readonly string[]): void {
  const routes = names.map((host) => ({
    host,
    path: "/",
    scheme: isSecure(host) ? ("https" as const) : ("http" as const),
    redirectTo: "target.example.org",
    port: null,
  }));
  const applications: ServerRoutes["applications"] = [
    { application: "app_00000000000000000000000000", port: 1, routes },
  ];
  const { files, refused } = renderTable({ revision: 1, networks: [], applications }, dockerUpstreams);
  if (refused.length > 0) throw new Error(`the runner refuses ${refused[0]?.host}, which the control plane takes`);
  for (const file of files) {
    mkdirSync(dirname(join(folder, "table-1", file)), { recursive: true });
    writeFileSync(join(folder, "table-1", file), "");
  }
  symlinkSync("table-1", join(folder, "current"));
}

/** What a server's proxy is given, with doors of its own and an authority of its own that nobody is told to trust. */
function appsOf(folder: string, { doors, version }: { doors: Doors; version: string }): unknown {
  const { apps } = renderCaddy(settings, {
    features: featuresOf(version),
    hash: "0123456789abcdef",
    upstreams: dockerUpstreams,
  });
  const text = JSON.stringify(apps)
    .replaceAll(proxyPaths.shared, folder)
    .replaceAll('[":80"]', `["127.0.0.1:${doors.plain}"]`)
    .replaceAll('[":443"]', `["127.0.0.1:${doors.secure}"]`)
    .replaceAll(/127\.\d+\.\d+\.\d+:2080/g, `127.0.0.1:${doors.permit}`)
    .replaceAll('{"module":"acme"}', '{"module":"internal"}');
  return { ...JSON.parse(text), pki: { certificate_authorities: { local: { install_trust: false } } } };
}
