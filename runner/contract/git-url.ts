import { refuseUnseen, told } from "./refuse.ts";

const hostName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|\[[0-9a-fA-F:.]+\])$/;
const sshUser = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;
/** Means something to a URL, to a page or to whoever pastes it somewhere; git's hosts name no repository so. */
const marks = /[\s"<>\\^`{|}?#]/;

export type GitUrlParts = {
  scheme: "https" | "http" | "ssh";
  /** The form `git@host:path`. */
  isScp: boolean;
  user: string | undefined;
  host: string;
  port: string | undefined;
  path: string;
};

const urlForm = /^(https?|ssh):\/\/([^/]*)\/(.*)$/s;
const scpForm = /^([^@/:]+)@([^/:[]+|\[[^\]]*\]):(.*)$/s;
const authority = /^(?:([^@]*)@)?([^@:[]*|\[[^\]]*\])(?::(.*))?$/s;

/** Takes a clone URL apart as it is written: a URL parser would first clean it of spaces, line breaks and `..`. */
export function partsOfGitUrl(url: string): GitUrlParts | undefined {
  const [, scheme, place = "", path = ""] = urlForm.exec(url) ?? [];
  if (scheme === "https" || scheme === "http" || scheme === "ssh") {
    const [, user, host, port] = authority.exec(place) ?? [];
    return host === undefined ? undefined : { scheme, isScp: false, user, host, port, path };
  }
  const [, user, host, rest] = scpForm.exec(url) ?? [];
  if (user === undefined || host === undefined || rest === undefined) return undefined;
  return { scheme: "ssh", isScp: true, user, host, port: undefined, path: rest };
}

const forms = "must be a clone URL such as https://host/owner/name, ssh://git@host/owner/name or git@host:owner/name";

/**
 * Why a text is no clone URL that is used here; undefined: it is one. Wider than any one forge: git's own hosts name repositories with
 * most letters. Refused is what would lead elsewhere than it seems, and what signs in: that belongs to a source.
 */
export function refuseGitUrl(url: string): string | undefined {
  const parts = partsOfGitUrl(url);
  if (parts === undefined) return forms;
  return refuseUnseen(url) ?? refuseUser(parts) ?? refuseHost(parts) ?? refusePath(parts);
}

function refuseUser({ scheme, user }: GitUrlParts): string | undefined {
  if (user === undefined) return undefined;
  if (scheme !== "ssh")
    return `must not sign in: leave ${told(`${user.split(":")[0]}@`)} out, a source's token does that`;
  if (user.includes(":")) return "must not hold a password";
  return sshUser.test(user) ? undefined : `names a user with marks that are not taken: ${told(user)}`;
}

function refuseHost({ host, port, isScp }: GitUrlParts): string | undefined {
  if (!hostName.test(host) || host.includes(".."))
    return `has a host that is none: ${told(host)}. Letters beyond a to z are written in their encoded form, xn--`;
  if (host.startsWith("[") && !URL.canParse(`http://${host}/`)) return `has an address that is none: ${told(host)}`;
  if (port === undefined || isScp) return undefined;
  return /^[0-9]{1,5}$/.test(port) && Number(port) <= 65_535 ? undefined : `has a port that is none: ${told(port)}`;
}

function refusePath({ path, isScp }: GitUrlParts): string | undefined {
  if (path === "") return "must name a repository behind the host";
  if (isScp && path.startsWith("//"))
    return "must not have // behind the host, which git takes for the end of a scheme";
  if (isScp && /^[^/]~/.test(path)) return "must not have ~ as the second letter of the path: git would drop the first";
  const mark = marks.exec(path)?.[0];
  if (mark !== undefined) return `must not contain ${told(mark)} in the path; a space is written %20`;
  const plain = isScp ? path : decoded(path);
  if (plain === undefined) return "has a % in the path that encodes nothing";
  if (refuseUnseen(plain) !== undefined || /[\\?#]/.test(plain))
    return "encodes a character in the path that no repository's name holds";
  if (plain.startsWith("-")) return "must not have a path that starts with -, which is taken for an option";
  const climbs = plain.split("/").includes("..");
  return climbs ? "must not hold .. as a part of the path: it would lead elsewhere" : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
