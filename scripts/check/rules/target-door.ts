import type { Finding } from "../finding.ts";
import type { Import, Module } from "../module.ts";
import { isTest, relativeTarget } from "../places.ts";
import { eachModule } from "../rule.ts";

interface Room {
  /** What stands in it. */
  inside: RegExp;
  /** Who may take something out of it. */
  open: RegExp;
  /** Where else it is to be had. */
  instead: string;
}

const source = "runner/src";

const rooms: Room[] = [
  {
    inside: /^runner\/src\/drivers\//,
    open: /^runner\/src\/(drivers|targets)\//,
    instead: `drivers are opened by ${source}/targets/open-target.ts alone; take the driver from the Target it gives, and types from ${source}/ports`,
  },
  {
    inside: /^runner\/src\/proxies\//,
    open: /^runner\/src\/(proxies|targets)\//,
    instead: `proxies are opened by ${source}/targets/open-target.ts alone; take the proxy from the Target it gives, and types from ${source}/ports`,
  },
  {
    inside: /^runner\/src\/engine\//,
    // What Docker said and nobody took is told in words by the last to look at it.
    open: /^runner\/src\/((engine|drivers|proxies|build|registry|targets)\/|outcome\.ts$)/,
    instead: `Docker is asked by drivers, proxies, builds and what tries registries as it would alone; what a job wants to know of it is a function of the Target (${source}/ports/target.ts)`,
  },
  {
    inside: /^runner\/src\/targets\/(?!open-target\.ts$|target-tools\.ts$|server-pool\.ts$)/,
    open: /^runner\/src\/targets\//,
    instead: `a server is opened by openTarget of ${source}/targets/open-target.ts, whatever runs on it`,
  },
];

/** There is one door to a server: everybody else sees a Target. */
export const targetDoor = eachModule((module) => {
  if (!module.path.startsWith(`${source}/`) || isTest(module.path) || isFake(module.path)) return [];
  return module.imports.flatMap((each) => strayImport(module, each) ?? []);
});

const isFake = (path: string) => path.includes("/testing/") || /\/fake[.-]/.test(path);

function strayImport({ path }: Module, { specifier, line }: Import): Finding | undefined {
  const target = relativeTarget(path, specifier);
  const room = target === undefined ? undefined : rooms.find(({ inside }) => inside.test(target));
  if (!room || room.open.test(path)) return undefined;
  return { path, line, rule: "target-door", message: room.instead };
}
