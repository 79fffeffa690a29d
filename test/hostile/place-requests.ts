import { made, type Order, own } from "./order.ts";

const aCertificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const serverSettings = {
  proxy: "caddy",
  acmeEmail: "ops@fairlead.test",
  acmeDirectory: "https://acme.example.com/directory",
  acmeTrustedRoots: aCertificate,
  httpProxy: "http://proxy.example.com:3128",
  httpsProxy: "http://proxy.example.com:3128",
  noProxy: "localhost,10.0.0.0/8",
  dockerSocket: "/run/user/1500/docker.sock",
  trustedProxies: "173.245.48.0/20, 2400:cb00::/32",
};
/** Where applications live: projects, servers and what belongs to them. */
export const places: Order[] = [
  {
    route: "POST /api/v1/projects",
    by: "team",
    body: (_, n) => ({ name: `Shop ${n}`, description: "Sells" }),
    see: made("projects"),
  },
  {
    route: "PATCH /api/v1/projects/{id}",
    by: "team",
    body: () => ({ name: "Shop", description: "Sells" }),
    see: own("projects"),
  },
  {
    route: "POST /api/v1/environments",
    by: "team",
    body: ({ ids }, n) => ({ projectId: ids.projects, name: `staging ${n}` }),
    see: made("environments"),
  },
  {
    route: "PATCH /api/v1/environments/{id}",
    by: "team",
    body: () => ({ name: "live" }),
    see: own("environments"),
  },
  {
    route: "POST /api/v1/servers",
    by: "team",
    body: ({ ids }, n) => ({
      kind: "ssh",
      name: `web ${n}`,
      runnerId: ids.runners,
      host: `web-${n}.example.com`,
      user: "deploy",
      ...serverSettings,
    }),
    see: made("servers"),
    shown: { runnerId: "runner.id" },
  },
  {
    route: "PATCH /api/v1/servers/{id}",
    by: "team",
    body: ({ ids }) => ({
      name: "web",
      runnerId: ids.runners,
      host: "web.example.com",
      user: "deploy",
      ...serverSettings,
    }),
    see: own("servers"),
    shown: { runnerId: "runner.id" },
  },
  {
    route: "POST /api/v1/servers/{id}/host-key",
    by: "team",
    body: () => ({ fingerprint: `SHA256:${"a".repeat(43)}` }),
    compared: ["fingerprint"],
  },
  {
    route: "POST /api/v1/destinations",
    by: "team",
    body: ({ ids }, n) => ({ serverId: ids.servers, name: `blue ${n}` }),
    see: made("destinations"),
  },
  { route: "PATCH /api/v1/destinations/{id}", by: "team", body: () => ({ name: "blue" }), see: own("destinations") },
  { route: "PATCH /api/v1/runners/{id}", by: "team", body: () => ({ name: "harbour-1" }), see: own("runners") },
];
