import * as v from "valibot";
import { callDocker } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { filtersOf, imageOriginOf, label, releaseOf } from "../../plan/names.ts";
import type { ObservedContainer } from "../../plan/observed.ts";
import { isAside, roleOf } from "./roles.ts";

// What a server answers is hostile input: parsed, capped, and never trusted beyond our own labels.

const Network = v.object({ IPAddress: v.optional(v.string(), "") });
const Listed = v.object({
  Id: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  Names: v.array(v.string()),
  ImageID: v.string(),
  State: v.string(),
  Labels: v.nullish(v.record(v.string(), v.string())),
  NetworkSettings: v.nullish(v.object({ Networks: v.nullish(v.record(v.string(), Network)) })),
});

/** All containers that carry our labels for the resource. Those of this runner are all in the first answer, as of one moment. */
export async function observeContainers(host: DockerHost, resource: string): Promise<ObservedContainer[]> {
  const [first = [], ...more] = await Promise.all(
    filtersOf(resource).map(async (filters) => {
      const listed = await callDocker(host.docker.listContainers({ all: true, filters }));
      return v.parse(v.array(v.unknown()), listed).flatMap((each) => toObserved(each, resource) ?? []);
    }),
  );
  const known = new Set(first.map(({ id }) => id));
  return [...first, ...more.flat().filter(({ id }) => !known.has(id))];
}

export function toObserved(listed: unknown, resource: string): ObservedContainer | undefined {
  const parsed = v.safeParse(Listed, listed);
  if (!parsed.success) return undefined;
  const { Id, Names, ImageID, State, Labels, NetworkSettings } = parsed.output;
  const release = releaseOf(Labels ?? {});
  if (release?.resource !== resource) return undefined;
  const state = states.get(State) ?? "stopped";
  // A container that links to it would add more names; ours is the one without a second slash.
  const name = Names.map((each) => each.replace(/^\//, "")).find((each) => !each.includes("/")) ?? "";
  return {
    id: Id,
    name,
    role: roleOf({ name, release }),
    isAside: isAside({ name, release }),
    state,
    image: ImageID,
    release,
    imageOrigin: imageOriginOf(Labels ?? {}),
    address: state === "running" ? addressOf(NetworkSettings?.Networks ?? {}) : undefined,
    commit: Labels?.[label.commit],
  };
}

/** Everything that is not here does not run: created, exited, removing. */
const states = new Map<string, ObservedContainer["state"]>([
  ["running", "running"],
  ["paused", "running"],
  ["restarting", "crashing"],
  ["dead", "crashing"],
]);

const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

export const addressOf = (networks: Record<string, { IPAddress: string }>): string | undefined =>
  Object.values(networks)
    .map((network) => network.IPAddress)
    .find((address) => ipv4.test(address));
