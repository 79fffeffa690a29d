import * as v from "valibot";
import type { DockerHost } from "../../engine/docker-host.ts";
import { addressOf } from "./observe.ts";

const Mount = v.object({ Type: v.string(), Name: v.optional(v.string(), ""), Destination: v.string() });
const Network = v.object({ IPAddress: v.optional(v.string(), "") });
const Inspected = v.object({
  NetworkSettings: v.nullish(v.object({ Networks: v.nullish(v.record(v.string(), Network), {}) })),
  State: v.object({ Running: v.optional(v.boolean(), false), Restarting: v.optional(v.boolean(), false) }),
  Mounts: v.nullish(v.array(Mount), []),
});

/** What Docker made of a container that was just started. */
export async function lookAtStarted(host: DockerHost, id: string) {
  const { NetworkSettings, State, Mounts } = v.parse(Inspected, await host.docker.getContainer(id).inspect());
  return {
    address: addressOf(NetworkSettings?.Networks ?? {}),
    // Docker calls it running while it waits to be restarted.
    runs: State.Running && !State.Restarting,
    mounts: (Mounts ?? []).map(({ Type, Name, Destination }) => ({ type: Type, name: Name, path: Destination })),
  };
}
