/** What serves the routes of a server. */
export const proxyKinds = ["caddy", "none"] as const;
export type ProxyKind = (typeof proxyKinds)[number];
