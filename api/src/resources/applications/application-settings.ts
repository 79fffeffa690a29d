// pure

import { DamagedValue, readable } from "@fairlead/db/damaged";
import {
  Arguments,
  buildKinds,
  type ContainerSettings,
  gitBuildKinds,
  type HealthCheck,
  refuseHealth,
  usualContainer,
  usualHealth,
  type WorkloadBuild,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import { invalidField } from "../../rules/errors.ts";
import type { ContainerInput, HealthInput, Origin } from "./applications.schemas.ts";
import type { ApplicationRow } from "./applications.store.ts";
import { type BuildInput, refuseBuild, toSpec } from "./builds/index.ts";

const usualBuild: Readonly<Record<Origin["kind"], BuildInput>> = {
  git: { kind: "dockerfile", context: ".", dockerfile: "Dockerfile", target: null },
  image: { kind: "image" },
};

/** An image is only run, never built; a repository is always built. */
export function toBuild(origin: Origin["kind"], input: BuildInput | undefined): WorkloadBuild {
  const build = input ?? usualBuild[origin];
  if (buildKinds[build.kind].from !== origin)
    throw invalidField(
      "build.kind",
      origin === "image"
        ? "must be image: a ready image is not built"
        : `must be ${gitBuildKinds.join(" or ")}: a repository holds no ready image`,
    );
  const fault = refuseBuild(build);
  if (fault) throw invalidField(`build.${fault.field}`, fault.sentence);
  return toSpec(build);
}

/** A static site is served by our own image, which listens on 80. */
export const toContainer = (build: WorkloadBuild, input: ContainerInput): ContainerSettings =>
  mergeContainer({ ...usualContainer, port: buildKinds[build.kind].port }, input);

/** One way to start takes the place of the other, so that nobody has to take away first what he does not see. */
export function mergeContainer(before: ContainerSettings, input: ContainerInput): ContainerSettings {
  const { command = null, arguments: given = null } = input;
  if (command !== null && given !== null)
    throw invalidField("container.arguments", "give either command, a line for a shell, or arguments, a list");
  if (command !== null && argumentsIn(command) !== undefined)
    throw invalidField("container.command", "is a list: give it as arguments, which no shell reads");
  const other = command !== null ? { arguments: null } : given !== null ? { command: null } : {};
  return fitting({ ...before, ...input, ...other });
}

/** What Docker would refuse, or pass over, when the container is made. */
function fitting(settings: ContainerSettings): ContainerSettings {
  const { memoryBytes, memoryReservationBytes, swapBytes } = settings;
  if (memoryReservationBytes !== null && memoryBytes !== null && memoryReservationBytes > memoryBytes)
    throw invalidField("container.memoryReservationBytes", "must not be more than the memory limit");
  if (swapBytes > 0 && memoryBytes === null)
    throw invalidField("container.swapBytes", "says nothing without a memory limit: set that too");
  return settings;
}

/** What a Dockerfile would take for the exec form; undefined for a line. */
function argumentsIn(text: string): string[] | undefined {
  if (!text.trimStart().startsWith("[")) return undefined;
  try {
    const parsed = v.safeParse(Arguments, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

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
    health: readable(row.health, () => usualHealth),
    watchPaths: readable(row.watchPaths, () => []),
    damaged,
  };
}

/** null switches the check off; a part changes only its fields. */
export function toHealth(input: HealthInput | null, before?: HealthCheck | null): HealthCheck | null {
  if (input === null) return null;
  const health = { ...(before ?? usualHealth), ...input };
  const refused = refuseHealth(health);
  if (refused) throw invalidField(`health.${refused.field}`, refused.reason);
  return health;
}
