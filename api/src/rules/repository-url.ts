import { partsOfGitUrl, withoutTrailing } from "@fairlead/runner/contract";

type Parts = { scheme: "https" | "http" | "ssh"; host: string; path: string };

/** Host and path of a clone URL in either notation; host in lower case and without a dot at its end, path without leading slash. */
export function partsOf(url: string): Parts | null {
  const written = partsOfGitUrl(url);
  if (written?.isScp) return { scheme: "ssh", host: whole(written.host), path: written.path };
  const parsed = URL.parse(url);
  if (!parsed) return null;
  const scheme = parsed.protocol === "https:" ? "https" : parsed.protocol === "http:" ? "http" : "ssh";
  // A port tells two forges on one machine apart, but ssh and https of one forge never share it.
  const port = scheme === "ssh" || parsed.port === "" ? "" : `:${parsed.port}`;
  return { scheme, host: `${whole(parsed.hostname)}${port}`, path: parsed.pathname.slice(1) };
}

const whole = (host: string) => host.toLowerCase().replace(/\.$/, "");

const withoutSlashes = (path: string) => withoutTrailing(path.replace(/^\/+/, ""), "/");
const basePath = (baseUrl: string | null) => withoutSlashes((baseUrl && URL.parse(baseUrl)?.pathname) || "");

/** Where on its host the forge answers over https, for a repository of its own; empty where it has the host for itself. */
export const forgePathOf = (source: { baseUrl: string | null } | null, url: string): string =>
  source?.baseUrl && isUnderBase(url, source.baseUrl) ? basePath(source.baseUrl) : "";

/** `owner/name` as forges name it in their webhooks: lower case, without `.git` and without the path a forge is installed under. */
export function repositoryOf(url: string, baseUrl: string | null): string {
  const parts = partsOf(url);
  const path = withoutSlashes(parts?.path ?? "").replace(/\.git$/, "");
  const base = basePath(baseUrl);
  const isInstalledUnder = base !== "" && parts?.scheme !== "ssh" && path.startsWith(`${base}/`);
  return (isInstalledUnder ? path.slice(base.length + 1) : path).toLowerCase();
}

/**
 * Whether a clone URL belongs to a forge: over http(s) exactly its origin and path, so that its token goes nowhere else; over ssh
 * its host or one under the same name, e.g. `ssh.github.com`.
 */
export function isUnderBase(url: string, baseUrl: string): boolean {
  const parts = partsOf(url);
  const base = partsOf(baseUrl);
  if (!parts || !base) return false;
  const baseName = whole(URL.parse(baseUrl)?.hostname ?? base.host);
  if (parts.scheme === "ssh") return parts.host === baseName || parts.host.endsWith(`.${baseName}`);
  const prefix = basePath(baseUrl);
  const isInside = prefix === "" || withoutSlashes(parts.path).startsWith(`${prefix}/`);
  return parts.scheme === base.scheme && parts.host === base.host && isInside;
}
