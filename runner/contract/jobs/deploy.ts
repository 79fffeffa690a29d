import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { imagesIn } from "../builds/index.ts";
import { ImageRef } from "../grammar.ts";
import { maxMounts } from "../settings/mounts.ts";
import { Commit } from "../step.ts";
import { ServerTarget } from "../targets/index.ts";
import { MountedVolume } from "../volume.ts";
import { portsOfServer, WorkloadSpec } from "../workload.ts";
import { ForgePath } from "./forge-path.ts";
import { Inside } from "./inside.ts";
import { type Asked, jobKind } from "./job-kind.ts";
import { ServerRoutes } from "./server-routes.ts";

const Payload = v.strictObject({
  kind: v.literal("deploy"),
  target: ServerTarget,
  spec: WorkloadSpec,
  /** Image that already exists on the server (redeploy, rollback); null builds or pulls. `sha256:…` of the image. */
  reuseImage: v.nullable(v.string()),
  /** The image as another server built and pushed it for this deployment; null: it is built here. */
  pushed: added(3, { as: v.nullable(ImageRef), absent: null, older: "drop" }),
  routes: v.nullable(ServerRoutes),
  inside: Inside,
  forgePath: ForgePath,
  /** Those that the spec mounts, as they are when the job is given out. */
  volumes: added(3, { as: v.pipe(v.array(MountedVolume), v.maxLength(maxMounts)), absent: [] }),
});

const Paths = v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(20));
const Warnings = v.pipe(v.array(v.pipe(v.string(), v.maxLength(700))), v.maxLength(20));

export const deploy = jobKind({
  kind: "deploy",
  payload: Payload,
  result: v.strictObject({
    kind: v.literal("deploy"),
    image: v.string(),
    container: v.string(),
    commit: v.nullable(Commit),
    /** What a person should know of a release that serves all the same. */
    warnings: added(2, { as: Warnings, absent: [], older: "drop" }),
    /** Folders that the image keeps in volumes without a name: what is written there goes with the container. */
    unnamedVolumes: added(3, { as: Paths, absent: [], older: "drop" }),
  }),
  words: { title: "Deployment", underway: (noun) => `Another deployment of this ${noun} is running.` },
  class: "idempotent",
  verb: "deploy",
  asks,
  everyday: ({ target, spec, routes }) => ({
    kind: "deploy",
    target,
    spec: { ...spec, routes: [], health: null },
    reuseImage: null,
    pushed: null,
    inside: null,
    forgePath: "",
    volumes: [],
    routes,
  }),
});

function asks({ spec, reuseImage, pushed, volumes }: v.InferOutput<typeof Payload>): Asked {
  const { source, build } = spec;
  const code = [
    source.kind === "git" ? source.url : source.image,
    ...Object.values(imagesIn(build)),
    ...(spec.push === null ? [] : [spec.push.repository]),
    ...(pushed === null ? [] : [pushed]),
    // By its id only what an earlier job brought to the server can be meant; a name could be anything.
    ...(reuseImage === null || isImageId(reuseImage) ? [] : [reuseImage]),
  ];
  const { capabilities, hostMounts, devices, gpus, isPrivileged } = spec.container;
  const labels = spec.container.labels.map(({ name, value }) => `${name}=${value}`);
  return {
    code,
    capabilities,
    labels,
    hostPorts: portsOfServer(spec.container).map(({ port }) => port),
    hostMounts: hostMounts.map(({ source }) => source),
    networkShares: volumes.flatMap(({ share }) => (share === null ? [] : [share.host])),
    devices: [...devices.map(({ path }) => path), ...(gpus === null ? [] : ["gpu"])],
    isPrivileged,
  };
}

const isImageId = (image: string) => /^sha256:[0-9a-f]{64}$/.test(image);
