import type { JobPayload, WorkloadSpec } from "../../runner/contract/index.ts";
import { aSpec, ids, someRoutes } from "../../runner/src/testing/builders.ts";
import { containerSettings } from "./container-settings.ts";

const target = {
  kind: "ssh",
  server: ids.server,
  host: "web.example.com",
  port: 22,
  user: "deploy",
  hostKey: "ssh-ed25519 AAAA",
  dockerSocket: "/run/user/1500/docker.sock",
} as const;
const knownHost = "git.example.com ssh-ed25519 AAAA";
const git = { ...aSpec().source, knownHost } as Extract<WorkloadSpec["source"], { kind: "git" }>;
const routes = someRoutes({
  trustedProxies: ["10.0.0.0/8"],
  acme: {
    email: "ops@example.com",
    directory: "https://ca.example.com/directory",
    trustedRoots: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  },
});
const spec = aSpec({
  source: git,
  container: {
    ...aSpec().container,
    ...containerSettings,
    publishedPorts: [{ port: 15_432, address: "127.0.0.1", target: 5_432, protocol: "tcp" }],
  },
  env: [{ key: "KEY", scope: "both", argument: "refused" }],
  outboundProxy: {
    http: "http://proxy.example.com:3128",
    https: "http://proxy.example.com:3128",
    noProxy: "localhost",
  },
});
const build = {
  kind: "static",
  context: ".",
  directory: "dist",
  spaFallback: false,
  command: "npm run build",
  builderImage: "node:24",
  noCache: false,
} as const;

const deploy = (change: Partial<WorkloadSpec>): JobPayload => ({
  kind: "deploy",
  target,
  spec: { ...spec, ...change },
  reuseImage: null,
  pushed: null,
  inside: ["forge.example.com:443"],
  forgePath: "git",
  volumes: [
    { id: ids.volume(1), name: "data", dockerName: "fairlead-vol-data", isAdopted: false, isMade: true, share: null },
  ],
  routes,
});

/** Payloads that a runner works on, with every field that has a grammar in at least one of them. */
export const payloads: readonly JobPayload[] = [
  deploy({}),
  deploy({ build: { kind: "dockerfile", context: ".", dockerfile: "Dockerfile", target: "runtime", noCache: false } }),
  deploy({ source: { kind: "image", image: "redis:7", auth: "none" }, build: { kind: "image" } }),
  deploy({ build }),
  { kind: "check-server", target, proxy: "caddy", expected: [], certificates: ["shop.example.com"] },
  {
    kind: "check-registry",
    target,
    registry: "registry.example.com:5000",
    pull: "registry.example.com:5000/acme/shop:1",
    push: "registry.example.com:5000/acme/shop",
  },
  { kind: "read-digest", target, image: "registry.example.com:5000/acme/shop:1" },
  { kind: "read-head", git, ref: "main", inside: ["forge.example.com:443"] },
];
