// pure

/** Outbound proxy of a server, as its settings hold it. */
export type OutboundProxy = { http: string | null; https: string | null; noProxy: string };

/**
 * Build arguments that make a build use the server's outbound proxy. BuildKit predefines these names: they need no ARG line, are not
 * part of the cache key and do not stay in the image. Both spellings, because tools disagree.
 */
export function proxyBuildArgs(proxy: OutboundProxy | null): Record<string, string> {
  if (!proxy) return {};
  const pairs = [
    ["HTTP_PROXY", proxy.http],
    ["HTTPS_PROXY", proxy.https],
    ["NO_PROXY", proxy.noProxy],
  ] as const;
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      value
        ? [
            [name, value],
            [name.toLowerCase(), value],
          ]
        : [],
    ),
  );
}
