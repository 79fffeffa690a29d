// pure

import { judgeHostName, maxPathParts, PathPrefix, pathPartsOf, withoutTrailing } from "@fairlead/runner/contract";
import { parse } from "tldts";
import * as v from "valibot";
import { type AppError, invalidField } from "../../rules/errors.ts";

export type NormalHost = {
  /** Lower-case A-labels, `*.` leftmost for a wildcard. */
  host: string;
  /** As typed; null when none was. */
  path: string | null;
  scheme: "https" | "http" | null;
  /** A name of a local network: no public authority issues certificates for it. */
  isLocal: boolean;
};

const refuse = (message: string): AppError => invalidField("host", message);

/** What a person typed into a domain field as host, path and scheme. A port is dropped: the proxy listens on 80 and 443. */
export function normaliseHost(typed: string): NormalHost {
  const text = typed.trim();
  if (/[{}]/.test(text)) throw refuse("must not hold { or }");
  const [, typedScheme, rest = ""] = text.match(/^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is) ?? [];
  const scheme = typedScheme?.toLowerCase() ?? null;
  if (scheme !== null && scheme !== "http" && scheme !== "https")
    throw refuse("must start with http:// or https://, or neither");
  const [, authority = "", path = ""] = rest.match(/^([^/?#\\]*)(.*)$/s) ?? [];
  return { ...toHost(authority), path: path === "" ? null : normalisePath(path), scheme };
}

/** Without trailing slash, but for the root. */
export function normalisePath(typed: string): string {
  const path = withoutTrailing(typed, "/") || "/";
  const parsed = v.safeParse(PathPrefix, path);
  if (!parsed.success) throw invalidField("path", parsed.issues[0].message);
  if (
    path !== "/" &&
    path
      .split("/")
      .slice(1)
      .some((part) => ["", ".", ".."].includes(part))
  )
    throw invalidField("path", "must not hold empty parts, . or ..");
  if (pathPartsOf(path).length > maxPathParts) throw invalidField("path", `must have at most ${maxPathParts} parts`);
  return path;
}

function toHost(authority: string): { host: string; isLocal: boolean } {
  if (authority === "") throw refuse("must be a host name such as app.example.com");
  if (authority.includes("@")) throw refuse("must not hold a user name");
  if (authority.includes("[") || authority.split(":").length > 2) throw refuse("must be a host name, not an address");
  const typed = authority.replace(/:\d*$/, "");
  if (/[%\s]/.test(typed) || typed.replace(/^\*\./, "").includes("*"))
    throw refuse("must be a host name; * only as the first label");
  const judged = judgeHostName(typed);
  if ("refusal" in judged) throw refuse(judged.refusal);
  const { host } = judged;
  return { host, isLocal: checkSuffix(host.replace(/^\*\./, "")) };
}

/** Refuses names below which strangers register theirs. True for a name that no public suffix ends. */
function checkSuffix(name: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(name, { allowPrivateDomains: true });
  const isListed = isIcann === true || isPrivate === true;
  if (isListed && publicSuffix === name) throw refuse(`${name} is shared by many owners; name a host below it`);
  return !isListed || name.endsWith(".home.arpa");
}
