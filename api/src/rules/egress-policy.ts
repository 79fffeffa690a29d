import { isAddress, isLocalName, isMetadataAddress, isPrivateAddress } from "@fairlead/runner/contract";
import { invalid } from "./errors.ts";

/** One sentence for every refusal: it must not tell a caller what lies in a network they cannot see. */
export const refusedTarget = () =>
  invalid(
    "egress.refused",
    "This address may not be used: it must be a public https address. The operator may allow a private host with FAIRLEAD_ALLOW_PRIVATE_HOSTS.",
  );

export type Target = { url: URL; host: string; port: number; isAllowed: boolean; literal: string | undefined };

/**
 * Reads a URL and judges everything that needs no resolver. `isAllowed`: the operator listed this host (`host` or `host:port`), so
 * neither its network nor its scheme nor its port is judged. Throws `egress.refused`.
 */
export function egressTarget(
  text: string,
  { allowedPrivateHosts }: { allowedPrivateHosts: readonly string[] },
): Target {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) throw refusedTarget();
  const bare = url.hostname.replace(/^\[|\]$/g, "");
  const host = bare.replace(/\.$/, "").toLowerCase();
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const isAllowed = allowedPrivateHosts.includes(host) || allowedPrivateHosts.includes(`${host}:${port}`);
  const literal = url.hostname.startsWith("[") || isAddress(host) ? host : undefined;
  if (literal !== undefined && isMetadataAddress(literal)) throw refusedTarget();
  if (isAllowed) return { url, host, port, isAllowed, literal };
  const isNamedLocal = isLocalName(host) || bare.endsWith(".");
  if (url.protocol !== "https:" || (port !== 443 && port !== 8443)) throw refusedTarget();
  if (literal === undefined ? isNamedLocal : isPrivateAddress(literal)) throw refusedTarget();
  return { url, host, port, isAllowed, literal };
}
