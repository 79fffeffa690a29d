// pure

import * as v from "valibot";
import { GitUrl, partsOfGitUrl, refuseGitUrl, withoutTrailing } from "../../contract/index.ts";
import { SourceFault } from "./source-fault.ts";

export type ParsedGitUrl = {
  transport: "https" | "http" | "ssh";
  /** The URL as git gets it. */
  url: string;
  /** Lower case, without brackets. */
  host: string;
  /** undefined: the transport's own. */
  port: number | undefined;
  /** Path without a leading slash. */
  path: string;
};

/** Takes a URL apart, or refuses it. The same grammar as at the API: a row planted in the database gets no further. */
export function parseGitUrl(url: string, options: { allowHttp?: boolean | undefined } = {}): ParsedGitUrl {
  const parts = v.is(GitUrl, url) ? partsOfGitUrl(url) : undefined;
  if (!parts) throw refused(url, `it ${refuseGitUrl(url) ?? "is too long"}`);
  const { scheme: transport, isScp, path } = parts;
  if (transport === "http" && !options.allowHttp) throw refused(url, "plain http is not allowed");
  const host = withoutDot(parts.host.replace(/^\[|\]$/g, "").toLowerCase());
  if (isScp) return { transport, url, host, port: undefined, path };
  const { port, pathname } = new URL(url);
  return { transport, url, host, port: port ? Number(port) : undefined, path: pathname.replace(/^\/+/, "") };
}

/** The dot at the end of a name says that it is whole: to a resolver, and to nobody who compares names. */
const withoutDot = (host: string) => host.replace(/\.$/, "");

/** `https://host:port` as git writes it in its questions for credentials. */
export const originOf = ({ transport, host, port }: ParsedGitUrl) => {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${transport}://${name}${port === undefined ? "" : `:${port}`}`;
};

/** Resolves the URL of a submodule, which may be relative to its parent's. */
export function resolveSubmoduleUrl(parent: ParsedGitUrl, url: string): string {
  if (!url.startsWith("./") && !url.startsWith("../")) return url;
  const parts = withoutTrailing(parent.path, "/").split("/");
  for (const step of url.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== "." && step !== "") parts.push(step);
  }
  const path = parts.join("/");
  const { isScp, user, host } = partsOfGitUrl(parent.url) ?? {};
  return isScp ? `${user}@${host}:${path}` : new URL(`/${path}`, parent.url).href;
}

function refused(url: string, why: string): SourceFault {
  return new SourceFault("protocol-refused", {
    sentence: `The repository URL is refused: ${why}.`,
    evidence: [url.slice(0, 200)],
    nextAction: "Use an https:// or ssh URL of the repository, without a user name and password in it.",
  });
}
