// pure

import { partsOfGitUrl } from "../../contract/index.ts";
import type { GitSettings } from "./git-settings.ts";
import { originOf, type ParsedGitUrl, parseGitUrl, resolveSubmoduleUrl } from "./git-url.ts";
import { linesNaming } from "./known-hosts.ts";

type Way = Pick<GitSettings, "url" | "auth" | "knownHost" | "forgePath">;
type Parent = { parsed: ParsedGitUrl; settings: GitSettings };

/**
 * How a submodule may be read, the likeliest way first. Its URL was written for somebody's own git, with their key or password: what lies
 * on the forge of its parent is read as the parent is, and nothing that signs in goes to another host than its own. Whoever is named in
 * the URL is left out.
 */
export function waysOfSubmodule({ parsed, settings }: Parent, url: string): [Way, ...Way[]] {
  const written = plainUrl(resolveSubmoduleUrl(parsed, url));
  const there = parseGitUrl(written, { allowHttp: true });
  const asWritten = { url: written, auth: { kind: "none" }, knownHost: null, forgePath: "" } as const;
  if (forgeOf(there.host) !== forgeOf(parsed.host)) return [elsewhere({ parsed, settings }, there) ?? asWritten];
  const open = settings.allowHttp ? asWritten : { ...asWritten, url: written.replace(/^http:/, "https:") };
  const { auth, knownHost, forgePath = "" } = settings;
  const ours = { auth, knownHost, forgePath };
  if (isSsh(there) && isSsh(parsed)) return [{ ...ours, url: written }];
  if (isSsh(there)) {
    const [first, ...others] = pathsByHttps(pathOf(there), forgePath).map((path) => ({
      ...ours,
      url: throughDoorOf(parsed, path),
    }));
    return [first ?? open, ...others];
  }
  const path = pathInForge(there.path, forgePath);
  // Beside the forge on the same host is somebody else, who is told nothing.
  if (path === undefined) return [open];
  if (isSsh(parsed)) return [open, { ...ours, url: throughDoorOf(parsed, path) }];
  if (isSameDoor(there, parsed)) return [{ ...ours, url: written }];
  // Of two that speak http on one machine the port tells them apart; that of ssh says nothing.
  const isSameForge = `${there.transport}>${parsed.transport}` === "http>https" && !there.port && !parsed.port;
  return [isSameForge ? { ...ours, url: throughDoorOf(parsed, there.path) } : asWritten];
}

const isSsh = ({ transport }: ParsedGitUrl) => transport === "ssh";

/** Without the folder that the forge has on its host; undefined: it does not lie in there. */
function pathInForge(path: string, forgePath: string): string | undefined {
  if (forgePath === "") return path;
  return path.startsWith(`${forgePath}/`) ? path.slice(forgePath.length + 1) : undefined;
}

/** What ssh calls `path` is in the forge's folder over https. An owner may be called like it, and some forges write it for ssh too. */
function pathsByHttps(path: string, forgePath: string): string[] {
  if (forgePath === "") return [path];
  const inFolder = `${forgePath}/${path}`;
  return path.startsWith(`${forgePath}/`) ? [inFolder, path] : [inFolder];
}

const isSameDoor = (one: ParsedGitUrl, other: ParsedGitUrl) =>
  one.transport === other.transport && one.host === other.host && one.port === other.port;

/** Forges have a second door for ssh, for networks that let nothing but port 443 out. */
const forgeOf = (host: string) => host.replace(/^(?:ssh|altssh)\.(?=github\.com$|gitlab\.com$|bitbucket\.org$)/, "");

/**
 * On another host an admin's line of its key lets the deploy key go there. Without one nothing could sign in over ssh, and whoever may
 * read it without signing in does so over https.
 */
function elsewhere({ settings }: Parent, there: ParsedGitUrl): Way | undefined {
  if (there.transport !== "ssh") return undefined;
  const knownHost = linesNaming(there, settings.knownHost);
  if (knownHost !== null && settings.auth.kind === "deploy-key")
    return { url: there.url, auth: settings.auth, knownHost, forgePath: "" };
  const https = { ...there, transport: "https", port: undefined } as const;
  return { url: `${originOf(https)}/${pathOf(there)}`, auth: { kind: "none" }, knownHost: null, forgePath: "" };
}

/** The repository at a path, as its parent's forge gives it to us. `path` is written as in a URL. */
function throughDoorOf(parent: ParsedGitUrl, path: string): string {
  const { isScp, user } = partsOfGitUrl(parent.url) ?? {};
  if (parent.transport !== "ssh") return `${originOf(parent)}/${path}`;
  const place = `${user === undefined ? "" : `${user}@`}${originOf(parent).replace("ssh://", "")}`;
  return isScp ? `${place}:${decodeURIComponent(path)}` : `ssh://${place}/${path}`;
}

/** As it stands in a URL: the scp form writes it plainly. */
const pathOf = ({ url, path }: ParsedGitUrl) =>
  (partsOfGitUrl(url)?.isScp ? encodeURI(path) : path).replace(/^\/+/, "");

/** Without the user and password of somebody, and by https where it is the protocol that forges gave up for it. */
function plainUrl(url: string): string {
  const found = /^(https?|git):\/\/(?:[^/@]*@)?([^/]*)(\/.*)$/s.exec(url);
  if (!found) return url;
  const [, scheme, place = "", path = ""] = found;
  return scheme === "git" ? `https://${place.replace(/:9418$/, "")}${path}` : `${scheme}://${place}${path}`;
}
