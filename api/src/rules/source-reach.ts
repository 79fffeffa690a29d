import type { SourceAuth } from "@fairlead/runner/contract";
import { isUnderBase, partsOf } from "./repository-url.ts";

/** What a source is read with, and where its admin said that it is. */
export type Reach = {
  name: string;
  baseUrl: string | null;
  auth: SourceAuth;
};

/**
 * Why a repository is not one of those that a source was given for; undefined: it is. Judged anew at every use and never only when
 * something is saved: addresses of sources, and what applications read, change one without the other.
 */
export function strangerTo({ name, baseUrl, auth }: Reach, repositoryUrl: string): string | undefined {
  const scheme = partsOf(repositoryUrl)?.scheme;
  if (baseUrl !== null && !isUnderBase(repositoryUrl, baseUrl))
    return `must lie under ${baseUrl}, where the source ${name} is`;
  if (auth === "token" && baseUrl === null)
    return `cannot be read with a token of ${name}, a source without an address`;
  if (auth === "token" && scheme === "ssh") return "must start with https:// to be cloned with the source's token";
  if (auth === "deploy-key" && scheme !== "ssh")
    return "must be a git@host:owner/name URL to be cloned with a deploy key";
  return undefined;
}

/** The same for what a source signs in with: without a credential nothing can reach a stranger. */
export const refusesCredential = (source: Reach, repositoryUrl: string): string | undefined =>
  source.auth === "none" ? undefined : strangerTo(source, repositoryUrl);
