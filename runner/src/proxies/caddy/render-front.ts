// pure

import type { ServerRoutes } from "../../../contract/index.ts";
import type { Upstreams } from "../../ports/upstreams.ts";
import type { CaddyHandler, CaddyServer } from "./caddy-config.ts";
import { renderUpstream } from "./render-upstream.ts";
import type { CaddyFeatures } from "./version.ts";

type Front = { server: Pick<CaddyServer, "trusted_proxies" | "trusted_proxies_strict">; upstream: CaddyHandler };

/** Who is believed is said to the server itself, or, up to 2.7, to each way to a resource. */
export function trustOf(
  { trustedProxies: ranges }: Pick<ServerRoutes, "trustedProxies">,
  { features: { clientAddress }, upstreams }: { features: CaddyFeatures; upstreams: Upstreams },
): Front {
  if (ranges.length === 0) return { server: {}, upstream: renderUpstream(upstreams) };
  if (!clientAddress) return { server: {}, upstream: renderUpstream(upstreams, { trusted_proxies: ranges }) };
  return {
    server: { trusted_proxies: { source: "static", ranges }, trusted_proxies_strict: 1 },
    upstream: renderUpstream(upstreams, { client: "{http.vars.client_ip}" }),
  };
}
