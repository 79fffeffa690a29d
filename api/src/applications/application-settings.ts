import { DamagedValue, readable } from "@fairlead/db";
import type { ContainerSettings, HealthCheck, WorkloadBuild } from "@fairlead/runner/contract";
import { invalidField } from "../domain/errors.ts";
import type { BuildInput, ContainerInput, HealthInput, Origin } from "./applications.schemas.ts";
import type { ApplicationRow } from "./applications.store.ts";

const defaultContainer: ContainerSettings = {
  port: 3_000,
  command: null,
  stopGraceSeconds: 10,
  memoryBytes: null,
  cpus: null,
  pidsLimit: 512,
};
const defaultHealth: HealthCheck = {
  path: "/",
  intervalMs: 100,
  timeoutMs: 2_000,
  successes: 2,
  deadlineMs: 60_000,
  acceptFrom: 200,
  acceptTo: 399,
};

/** An image is only run, never built; a repository is always built. */
export function toBuild(origin: Origin["kind"], input: BuildInput | undefined): WorkloadBuild {
  const build = input ?? (origin === "image" ? { kind: "image" as const } : undefined);
  if (build === undefined)
    return { kind: "dockerfile", context: ".", dockerfile: "Dockerfile", target: null, noCache: false };
  if (origin === "image" && build.kind !== "image")
    throw invalidField("build.kind", "must be image: a ready image is not built");
  if (origin === "git" && build.kind === "image")
    throw invalidField("build.kind", "must be dockerfile or static: a repository holds no ready image");
  if (build.kind === "static" && build.command !== null && build.builderImage === null)
    throw invalidField("build.builderImage", "name the image that the command runs in, e.g. node:24");
  return build.kind === "image" ? build : { ...build, noCache: false };
}

/** A static site is served by our own image, which listens on 80. */
export const toContainer = (build: WorkloadBuild, input: ContainerInput): ContainerSettings => ({
  ...defaultContainer,
  ...(build.kind === "static" ? { port: 80 } : {}),
  ...input,
});

type Stored = Pick<ApplicationRow, "repositoryUrl" | "build" | "container" | "health" | "watchPaths">;

/** The settings of a stored application, with the usual ones in place of what cannot be read; `damaged` names those. */
export function readSettings(row: Stored) {
  const build = readable(row.build, () => toBuild(row.repositoryUrl === null ? "image" : "git", undefined));
  const damaged = [row.build, row.container, row.health, row.watchPaths].flatMap((each) =>
    each instanceof DamagedValue ? [each.column.replaceAll("_", " ")] : [],
  );
  return {
    build,
    container: readable(row.container, () => toContainer(build, {})),
    health: readable(row.health, () => defaultHealth),
    watchPaths: readable(row.watchPaths, () => []),
    damaged,
  };
}

/** null switches the check off; a part changes only its fields. */
export function toHealth(input: HealthInput | null, before?: HealthCheck | null): HealthCheck | null {
  if (input === null) return null;
  const health = { ...(before ?? defaultHealth), ...input };
  if (health.acceptFrom > health.acceptTo) throw invalidField("health.acceptTo", "must not be smaller than acceptFrom");
  return health;
}
