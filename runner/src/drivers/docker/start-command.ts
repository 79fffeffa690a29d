import * as v from "valibot";
import type { DockerHost } from "../../engine/docker-host.ts";
import { followOutput } from "../../engine/follow-output.ts";
import { startOnNetwork } from "../../engine/network.ts";
import type { Effect } from "../../journal/effects.ts";
import { commandName } from "../../plan/names.ts";
import type { ObservedContainer } from "../../plan/observed.ts";
import type { CommandOrder, StartedCommand } from "../../ports/driver.ts";
import { openExitWatch } from "./exit-watch.ts";
import { observeContainers } from "./observe.ts";
import { putFiles } from "./put-files.ts";

type Tools = {
  host: DockerHost;
  effect: Effect;
  create: (order: CommandOrder) => Promise<string>;
  makeVolumes: (tools: { host: DockerHost; effect: Effect }, order: CommandOrder) => Promise<void>;
};

const State = v.object({ State: v.object({ Status: v.optional(v.string(), "") }) });

/** By its name there is one for all attempts. One that was made and never started ran nothing so far. */
export async function startCommand(
  { host, effect, create, makeVolumes }: Tools,
  order: CommandOrder,
): Promise<StartedCommand> {
  const { release, role, spec, onOutput } = order;
  const name = commandName(release, role);
  const observed = await observeContainers(host, release.resource);
  const earlier = observed.find((each) => each.name === name && each.release.deployment === release.deployment);
  if (!earlier) await makeVolumes({ host, effect }, order);
  const id = earlier?.id ?? (await effect("make-command", () => create(order)));
  const isBegun = earlier !== undefined && (await hasBegun(host, id));
  if (!isBegun) await putFiles({ host, effect }, { id, files: order.files });
  const watch = await openExitWatch(host, { id, condition: isBegun ? "not-running" : "next-exit" });
  try {
    if (!isBegun) await effect("run-command", () => startOnNetwork(host, { id, network: spec.network }));
    const output = followOutput(host, { id, onOutput });
    const container = earlier ?? madeNow(order, id);
    const end = () => {
      watch.end();
      output.end();
    };
    return { container, watch: { exited: watch.exited, end }, isJoined: isBegun, drained: output.drained };
  } catch (error) {
    watch.end();
    throw error;
  }
}

async function hasBegun(host: DockerHost, id: string): Promise<boolean> {
  return v.parse(State, await host.docker.getContainer(id).inspect()).State.Status !== "created";
}

const madeNow = ({ release, role, image, imageOrigin, commit }: CommandOrder, id: string): ObservedContainer => ({
  id,
  name: commandName(release, role),
  role,
  isAside: false,
  state: "running",
  image,
  release,
  imageOrigin,
  address: undefined,
  commit,
});
