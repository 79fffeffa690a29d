// pure

/** The parts of Caddy's JSON configuration that we write. Durations in nanoseconds. */
export type CaddyConfig = {
  admin: { listen: string; origins: string[] };
  apps?: { http: { shutdown_delay: number; servers: Record<string, CaddyServer> }; tls?: CaddyTls };
};

type CaddyTls = {
  automation: {
    policies: { issuers: CaddyIssuer[]; on_demand: true }[];
    on_demand: { ask: string } | { permission: { module: "http"; endpoint: string } };
  };
};

export type CaddyServer = {
  listen: string[];
  automatic_https: { disable: true } | { disable_redirects: true };
  tls_connection_policies?: Record<string, never>[];
  enable_full_duplex?: true;
  trusted_proxies?: { source: "static"; ranges: readonly string[] };
  /** From the nearest on, so that what a client made up before them is not believed. */
  trusted_proxies_strict?: 1;
  routes: CaddyRoute[];
  errors?: { routes: CaddyRoute[] };
};

export type CaddyRoute = { "@id"?: string; match?: CaddyMatcher[]; handle: CaddyHandler[]; terminal?: true };

type Pattern = { name?: string; pattern: string };
export type CaddyMatcher = {
  host?: string[];
  /** null: no such header. */
  header?: Record<string, string[] | null>;
  header_regexp?: Record<string, Pattern>;
  path_regexp?: Pattern;
  vars_regexp?: Record<string, Pattern>;
  file?: { root: string; try_files: string[] };
};

export type CaddyHandler =
  | { handler: "subroute"; routes: CaddyRoute[] }
  | { handler: "headers"; request: { replace: Record<string, Replacement[]> } }
  | { handler: "headers"; response: { set: Record<string, string[]> } }
  | { handler: "static_response"; status_code: string; headers?: Record<string, string[]>; body?: string }
  | {
      handler: "reverse_proxy";
      trusted_proxies?: readonly string[];
      dynamic_upstreams: { source: "a"; name: string; port: string; refresh: string };
      upstreams: { dial: string }[];
      transport: {
        protocol: "http";
        dial_timeout: number;
        keep_alive: { enabled: true; idle_timeout: number };
        response_header_timeout?: number;
      };
      load_balancing?: { try_duration: number; try_interval: number };
      flush_interval: number;
      headers: {
        request: { delete: string[]; set: Record<string, string[]> };
        response?: { set: Record<string, string[]> };
      };
    };

type Replacement = { search: string; replace: string } | { search_regexp: string; replace: string };

type CaddyIssuer = { module: "acme"; email?: string; ca?: string; trusted_roots_pem_files?: string[] };
