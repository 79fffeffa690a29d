import { containerSettings } from "./container-settings.ts";
import type { Seeds } from "./hostile-world.ts";
import { made, type Order, own } from "./order.ts";

const gitOrigin = ({ ids }: Seeds) => ({
  kind: "git",
  sourceId: ids.sources,
  repositoryUrl: "https://github.com/mine/shop.git",
  branch: "release/1.x",
  watchPaths: ["src/**"],
});
const push = ({ login }: Seeds) => ({
  registryId: login.id,
  repository: `${login.address}/acme/shop`,
  tag: "latest",
});
const imageOrigin = ({ login }: Seeds) => ({
  kind: "image",
  image: `${login.address}/redis:7`,
  registryId: login.id,
  follow: "tell",
});
const dockerfile = { kind: "dockerfile", context: "apps/shop", dockerfile: "docker/Dockerfile", target: "runtime" };
const staticSite = {
  kind: "static",
  context: "apps/site",
  directory: "dist",
  command: "npm run build",
  builderImage: "node:24",
};
const container = ({ ids }: Seeds) => ({
  port: 8080,
  command: "node server.mjs",
  releaseCommand: "bin/rails db:migrate",
  postDeployCommand: "bin/purge-cache",
  capabilities: ["NET_RAW"],
  mounts: [{ volume: ids.volumes, path: "/data", isReadOnly: true }],
});
const health = {
  kind: "http",
  method: "GET",
  path: "/healthz",
  headers: [{ name: "X-Probe", value: "1" }],
  bodyContains: "ok",
  command: "test -e /tmp/ready",
};
const place = ({ ids }: Seeds) => ({ environmentId: ids.environments, destinationId: ids.destinations });
const places = ({ ids }: Seeds) => ({ environmentId: ids.environments, destinations: [ids.destinations] });

export const applications: Order[] = [
  {
    route: "POST /api/v1/applications",
    by: "team",
    body: (seeds, n) => ({
      name: `git ${n}`,
      ...place(seeds),
      origin: gitOrigin(seeds),
      build: dockerfile,
      push: push(seeds),
      container: container(seeds),
      health,
    }),
    see: made("applications"),
    shown: { environmentId: "environment.id" },
  },
  {
    route: "POST /api/v1/applications",
    by: "team",
    body: (seeds, n) => ({
      name: `image ${n}`,
      ...place(seeds),
      origin: imageOrigin(seeds),
      build: { kind: "image" },
      container: {
        ...containerSettings,
        arguments: ["server.mjs", "--fast"],
        hostPort: { port: 20_000 + n, address: "127.0.0.1" },
        publishedPorts: [{ port: 30_000 + n, address: "127.0.0.1", target: 53, protocol: "udp" }],
      },
    }),
    see: made("applications"),
    shown: { environmentId: "environment.id" },
  },
  {
    route: "POST /api/v1/applications",
    by: "team",
    body: (seeds, n) => ({ name: `static ${n}`, ...places(seeds), origin: gitOrigin(seeds), build: staticSite }),
    see: made("applications"),
    shown: { environmentId: "environment.id" },
  },
  {
    route: "PATCH /api/v1/applications/{id}",
    by: "team",
    body: (seeds) => ({
      name: "shop",
      ...place(seeds),
      origin: gitOrigin(seeds),
      build: dockerfile,
      push: push(seeds),
      container: container(seeds),
      health,
    }),
    see: own("applications"),
    shown: { environmentId: "environment.id" },
  },
  {
    route: "PATCH /api/v1/applications/{id}",
    by: "team",
    body: (seeds) => ({
      origin: imageOrigin(seeds),
      build: { kind: "image" },
      container: {
        ...containerSettings,
        files: [{ path: "/etc/shop/config.yml", content: seeds.ids.file, mode: "0600", owner: "1000:1000" }],
        arguments: ["server.mjs", "--fast"],
        init: false,
        capabilities: ["NET_RAW"],
        hostPort: { port: 18_080, address: "127.0.0.1" },
        publishedPorts: [{ port: 18_081, address: "127.0.0.1", target: 53, protocol: "udp" }],
      },
    }),
    see: own("applications"),
  },
  {
    route: "PATCH /api/v1/applications/{id}",
    by: "team",
    body: (seeds) => ({ ...places(seeds), origin: gitOrigin(seeds), build: staticSite }),
    see: own("applications"),
    shown: { environmentId: "environment.id" },
  },
];
