import { Endpoint as NamedEndpoint, spelledAuthority } from "@fairlead/runner/contract";
import * as v from "valibot";
import { isUnderBase, partsOf } from "./repository-url.ts";

type Given = { baseUrl: string | null; knownHost: string | null };
type Endpoint = { scheme: "https" | "http" | "ssh"; host: string; port: number };

const usualPort = { https: 443, http: 80, ssh: 22 };

function endpointOf(url: string): Endpoint | undefined {
  const scheme = partsOf(url)?.scheme;
  if (scheme === undefined) return undefined;
  const parsed = URL.parse(url);
  // The scp form is no URL to a parser, or one with a strange scheme: it names no port.
  const host = url.includes("://") ? parsed?.hostname : partsOf(url)?.host;
  return host ? { scheme, host: spelledAuthority(host), port: Number(parsed?.port || usualPort[scheme]) } : undefined;
}

const nameOf = ({ host, port }: Endpoint) => `${host}:${port}`;

/**
 * Endpoints that may lie in an inner network and are still reached for a repository: those that an admin gave the source as its address,
 * or named in its host key line. What else a member typed, and whatever the repository leads on to, has to be public.
 */
export function insideOf(source: Given | null, repositoryUrl: string): string[] {
  const own = ownEndpoints(source, repositoryUrl);
  const [, ...others] = source?.knownHost?.split("\n") ?? [];
  // Further lines are an admin's word for hosts of submodules.
  return own.length === 0 ? [] : [...new Set([...own, ...others.flatMap(namedByKey)])].slice(0, 10);
}

function ownEndpoints(source: Given | null, repositoryUrl: string): string[] {
  const endpoint = endpointOf(repositoryUrl);
  if (!source || !endpoint) return [];
  if (isNamedByKey(source.knownHost, endpoint)) return [nameOf(endpoint)];
  const base = source.baseUrl === null ? undefined : endpointOf(source.baseUrl);
  if (source.baseUrl === null || !base || !isUnderBase(repositoryUrl, source.baseUrl)) return [];
  // A host under the same name may be any machine of that network.
  return base.host === endpoint.host ? [...new Set([nameOf(base), nameOf(endpoint)])] : [];
}

/** A line of known_hosts names hosts as `name`, `[name]:port`, and several with commas. */
const namesIn = (line: string) => (line.trim().split(" ")[0] ?? "").split(",").map(spelledAuthority);

function isNamedByKey(knownHosts: string | null, { scheme, host, port }: Endpoint): boolean {
  const names = (knownHosts ?? "").split("\n").flatMap(namesIn);
  const bare = host.replace(/^\[|\]$/g, "");
  return scheme === "ssh" && (names.includes(bare) || names.includes(`[${bare}]:${port}`));
}

/** The endpoints of ssh that a line names. */
const namedByKey = (line: string): string[] =>
  namesIn(line)
    .map((name) => {
      const [, inBrackets = name, port = usualPort.ssh] = /^\[(.*)\]:([0-9]{1,5})$/.exec(name) ?? [];
      return `${inBrackets.includes(":") ? `[${inBrackets}]` : inBrackets}:${port}`;
    })
    .filter((endpoint) => v.is(NamedEndpoint, endpoint));
