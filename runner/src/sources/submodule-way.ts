import { partsOfGitUrl } from "../../contract/index.ts";
import type { GitSettings } from "./git-settings.ts";
import { originOf, type ParsedGitUrl, parseGitUrl, resolveSubmoduleUrl } from "./git-url.ts";
import { linesNaming } from "./known-hosts.ts";

type Way = Pick<GitSettings, "url" | "auth" | "knownHost">;
type Parent = { parsed: ParsedGitUrl; settings: GitSettings };

/**
 * How a submodule may be read, the likeliest way first. Its URL was written for somebody's own git, with their key or password: what lies
 * on the forge of its parent is read as the parent is, and nothing that signs in goes to another host than its own. Whoever is named in
 * the URL is left out.
 */
export function waysOfSubmodule({ parsed, settings }: Parent, url: string): [Way, ...Way[]] {
  const written = plainUrl(resolveSubmoduleUrl(parsed, url));
  const there = parseGitUrl(written, { allowHttp: true });
  const asWritten = { url: written, auth: { kind: "none" }, knownHost: null } as const;
  if (forgeOf(there.host) !== forgeOf(parsed.host)) return [elsewhere({ parsed, settings }, there) ?? asWritten];
  const ours = { auth: settings.auth, knownHost: settings.knownHost };
  if (isSameDoor(there, parsed)) return [{ ...ours, url: written }];
  const rewritten = { ...ours, url: throughDoorOf(parsed, there) };
  if (there.transport === "ssh") return [parsed.transport === "ssh" ? { ...ours, url: written } : rewritten];
  const open = settings.allowHttp ? asWritten : { ...asWritten, url: written.replace(/^http:/, "https:") };
  if (parsed.transport === "ssh") return [open, rewritten];
  // Of two that speak http on one machine the port tells them apart; that of ssh says nothing.
  const isSameForge = `${there.transport}>${parsed.transport}` === "http>https" && !there.port && !parsed.port;
  return [isSameForge ? rewritten : asWritten];
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
    return { url: there.url, auth: settings.auth, knownHost };
  const https = { ...there, transport: "https", port: undefined } as const;
  return { url: `${originOf(https)}/${pathOf(there)}`, auth: { kind: "none" }, knownHost: null };
}

/** The same repository as its parent's forge gives it to us. */
function throughDoorOf(parent: ParsedGitUrl, there: ParsedGitUrl): string {
  const { isScp, user } = partsOfGitUrl(parent.url) ?? {};
  if (parent.transport !== "ssh") return `${originOf(parent)}/${pathOf(there)}`;
  const place = `${user === undefined ? "" : `${user}@`}${originOf(parent).replace("ssh://", "")}`;
  return isScp ? `${place}:${decodeURIComponent(there.path)}` : `ssh://${place}/${there.path}`;
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
