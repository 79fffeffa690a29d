// pure

import { maxPathParts } from "../../../contract/index.ts";
import type { CaddyHandler, CaddyMatcher, CaddyRoute } from "./caddy-config.ts";
import { proxyPaths } from "./proxy-paths.ts";

/** First letter of an entry's name: what becomes of a request. None of them can stand in a host or a path. */
export const mark = { serve: "@", redirect: ">", upgrade: "^" } as const;

/** Where the entries of a server's table are, seen from its folder. */
export type Tree = "plain" | "secure";
export const wholeHosts = (tree: Tree) => tree;
export const partedHosts = (tree: Tree) => `${tree}-paths`;
export const revisionFolder = "revision";
/** Names of the networks whose resources are served: for a container that is made anew. */
export const networksFolder = "networks";

export const fileIn = (...names: string[]): CaddyMatcher => ({ file: { root: proxyPaths.table, try_files: names } });
const into = (routes: CaddyRoute[]): CaddyHandler[] => [{ handler: "subroute", routes }];

const host = "{http.regexp.host.0}";
const above = "_.{http.regexp.host.1}";
/** Exactly the letters of stored host names: whatever else a client says finds nothing. */
export const hostPattern = String.raw`^[a-z0-9-]+\.([a-z0-9-]+(?:\.[a-z0-9-]+)*)$`;

const part = "(/[A-Za-z0-9._~-]+)";
/** The path's parts one by one, as far as they could stand in a route. */
const pathPattern = `^${`(?:${part}`.repeat(maxPathParts)}${")?".repeat(maxPathParts)}(?:/|$)`;

/**
 * The way from a request to the entry of its route: the exact host before the wildcard above it, the longer path before the shorter.
 * `found` sees the entry's name. A host that no path parts is one look; the others are looked up part by part.
 */
export function renderLookup(tree: Tree, { marks, found }: { marks: string; found: CaddyRoute[] }): CaddyRoute {
  const entry = marks.length > 1 ? `[${marks}]*` : `${marks}*`;
  const look = (name: string): CaddyRoute[] => [
    { match: [fileIn(`${wholeHosts(tree)}/${name}/${entry}`)], handle: into(found) },
    {
      match: [fileIn(`${partedHosts(tree)}/${name}/`)],
      handle: into([
        {
          match: [{ path_regexp: { name: "path", pattern: pathPattern } }],
          handle: into([
            { match: [fileIn(...longestFirst(`${partedHosts(tree)}/${name}`, entry))], handle: into(found) },
          ]),
        },
      ]),
    },
  ];
  return {
    match: [{ vars_regexp: { "{http.request.host}": { name: "host", pattern: hostPattern } } }],
    handle: into([...look(host), ...look(above)]),
  };
}

function longestFirst(folder: string, entry: string): string[] {
  const parts = Array.from({ length: maxPathParts }, (_, index) => `{http.regexp.path.${index + 1}}`);
  return [...parts.keys(), maxPathParts]
    .toReversed()
    .map((depth) => `${folder}${parts.slice(0, depth).join("")}/${entry}`);
}

/** Picks an entry apart by its mark; `pattern` gives `{http.regexp.entry.1}` and so on. */
export const onEntry = (pattern: string, handler: CaddyHandler): CaddyRoute => ({
  match: [{ vars_regexp: { "{http.matchers.file.relative}": { name: "entry", pattern } } }],
  handle: [handler],
  terminal: true,
});
