/** The parts of Caddy's JSON configuration that we write. Durations in nanoseconds. */
export type CaddyConfig = {
  admin: { listen: string; origins: string[] };
  apps?: {
    http: { servers: Record<string, CaddyServer> };
    tls?: { automation: { policies: { subjects: string[]; issuers: CaddyIssuer[] }[] } };
  };
};

export type CaddyServer = {
  listen: string[];
  automatic_https: { disable: true } | { disable_redirects: true };
  routes: CaddyRoute[];
};

export type CaddyRoute = { "@id"?: string; match?: CaddyMatcher[]; handle: CaddyHandler[]; terminal?: true };
export type CaddyMatcher = { host: string[]; path?: string[]; header?: Record<string, string[]> };

export type CaddyHandler =
  | { handler: "static_response"; status_code: string; headers: Record<string, string[]>; body?: string }
  | {
      handler: "reverse_proxy";
      dynamic_upstreams: { source: "a"; name: string; port: string; refresh: string };
      upstreams: { dial: string }[];
      transport: {
        protocol: "http";
        dial_timeout: number;
        keep_alive: { enabled: true; idle_timeout: number };
      };
      load_balancing: { try_duration: number; try_interval: number };
      flush_interval: number;
      headers: {
        request: { delete: string[]; set: Record<string, string[]> };
        response?: { set: Record<string, string[]> };
      };
    };

type CaddyIssuer = { module: "acme"; email?: string; ca?: string; trusted_roots_pem_files?: string[] };
