import { type Route, type ServerRoutes, usualContainer, usualHealth, type WorkloadSpec } from "../../contract/index.ts";

const body = (seed: number | string) => String(seed).padStart(26, "0");

/** Ids in the form of real ones. */
export const ids = {
  team: `team_${body(1)}`,
  resource: `app_${body(1)}`,
  otherResource: `app_${body(2)}`,
  server: `srv_${body(1)}`,
  source: `src_${body(1)}`,
  job: (number: number) => `job_${body(number)}`,
  file: (number: number) => `file_${body(number)}`,
  volume: (number: number) => `vol_${body(number)}`,
  deployment: (number: number) => `dep_${body(number)}`,
};

export const aRoute = (change: Partial<Route> = {}): Route => ({
  host: "shop.example.com",
  path: "/",
  scheme: "http",
  redirectTo: null,
  port: null,
  ...change,
});

export const someRoutes = (change: Partial<ServerRoutes> = {}): ServerRoutes => ({
  revision: 1,
  networks: ["fairlead-test"],
  acme: null,
  probeSecret: "a-secret-that-only-the-proxy-knows",
  applications: [{ application: ids.resource, port: 3000, routes: [aRoute()] }],
  trustedProxies: [],
  ...change,
});

export const aSpec = (change: Partial<WorkloadSpec> = {}): WorkloadSpec => ({
  version: 1,
  team: ids.team,
  application: ids.resource,
  deployment: ids.deployment(1),
  number: 1,
  name: "shop",
  network: "fairlead-test",
  source: {
    kind: "git",
    source: null,
    url: "https://git.example.com/team/shop.git",
    ref: "main",
    commit: "c".repeat(40),
    auth: "none",
    knownHost: null,
    submodules: false,
    lfs: false,
  },
  build: { kind: "dockerfile", context: ".", dockerfile: "Dockerfile", target: null, noCache: false },
  container: {
    ...usualContainer,
    port: 3000,
    stopGraceSeconds: 10,
    pidsLimit: 512,
  },
  health: { ...usualHealth, path: "/up", timeoutMs: 1_000, deadlineMs: 30_000 },
  env: [],
  routes: [aRoute()],
  push: null,
  keepReleases: 3,
  procedure: "overlap",
  outboundProxy: null,
  ...change,
});
