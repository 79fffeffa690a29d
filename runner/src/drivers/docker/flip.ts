import { callDocker, statusOf } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import type { Effect } from "../../journal/effects.ts";
import { LeaseLost } from "../../outcome.ts";
import { candidateName, liveName, retiredName } from "../../plan/names.ts";
import type { ObservedContainer } from "../../plan/observed.ts";
import { findNewer, findPrevious } from "../../plan/plan-deployment.ts";
import { type FlipOrder, type Flipped, StaleRelease } from "../../ports/driver.ts";
import { observeContainers } from "./observe.ts";
import { rename } from "./rename.ts";

// The live container's name is the pointer that the proxy follows through Docker's own DNS. Renaming leaves addresses, connections and
// requests in flight alone. Containers are named by id here, and a name can have one holder only: so of two runners that flip at
// once, the second finds the name taken.

export type FlipTools = { host: DockerHost; effect: Effect };

export async function flip({ host, effect }: FlipTools, { release, candidate }: FlipOrder): Promise<Flipped> {
  const observed = await observeContainers(host, release.resource);
  const newer = findNewer(release, observed);
  if (newer) throw new StaleRelease(newer);
  const live = observed.find((each) => each.role === "live");
  // Repeated after the first rename, or after both.
  if (live?.id === candidate.id) return { previous: findPrevious(observed), observed };
  const previous = live ?? findPrevious(observed);
  try {
    if (live) await effect("retire-name", () => rename(host, { container: live, name: retiredName(live.release) }));
    await effect("live-name", () => rename(host, { container: candidate, name: liveName(release.resource) }));
  } catch (error) {
    // Without the lease the repair is somebody else's; until then the proxy falls back to whatever runs.
    if (!(error instanceof LeaseLost)) await undoFlip({ host, effect }, { live, candidate });
    throw await whoTookIt({ host, release, error });
  }
  const after = observed.map((each) => renamed(each, { live, candidate }));
  return { previous: after.find((each) => each.id === previous?.id), observed: after };
}

/** What the two renames made of the list: asking the server again would tell the same. */
function renamed(
  each: ObservedContainer,
  { live, candidate }: { live: ObservedContainer | undefined; candidate: ObservedContainer },
): ObservedContainer {
  if (each.id === candidate.id) return { ...each, name: liveName(each.release.resource), role: "live" };
  return each.id === live?.id ? { ...each, name: retiredName(each.release), role: "retired" } : each;
}

export async function flipBack(
  { host, effect }: FlipTools,
  { candidate, previous }: FlipOrder & { previous: ObservedContainer },
): Promise<void> {
  await effect("take-name", () => loseName(host, candidate));
  // What it stepped aside for is still taken by the one that took its place.
  if (previous.isAside) await effect("make-way", () => callDocker(stop(host, candidate), { accepted: [304, 404] }));
  await effect("return-name", () => restoreLive(host, previous));
}

const stop = (host: DockerHost, { id }: ObservedContainer) => host.docker.getContainer(id).stop({ t: 0 });

/** One that is to run runs before it is called live: a live one that does not run was stopped by a person. */
export async function restoreLive(host: DockerHost, one: ObservedContainer): Promise<void> {
  const start = () => callDocker(host.docker.getContainer(one.id).start(), { accepted: [304] });
  if (one.isAside) await start();
  await rename(host, { container: one, name: liveName(one.release.resource) });
  // It may have been stopped for its renaming, see `rename`.
  if (one.state === "crashing") await start();
}

/** As far as it goes: the reason of the failure matters more. A lease that is lost meanwhile ends it, for somebody else may be there. */
async function undoFlip(
  { host, effect }: FlipTools,
  { live, candidate }: { live: ObservedContainer | undefined; candidate: ObservedContainer },
): Promise<void> {
  const unlessLost = (error: unknown) => {
    if (error instanceof LeaseLost) throw error;
  };
  const back = { container: candidate, name: candidateName(candidate.release) };
  await effect("take-name", () => rename(host, back)).catch(unlessLost);
  if (!live) return;
  const again = { container: live, name: liveName(live.release.resource) };
  await effect("return-name", () => rename(host, again)).catch(unlessLost);
}

/** It is going to be removed anyway, and must not keep the name until then. */
async function loseName(host: DockerHost, candidate: ObservedContainer): Promise<void> {
  try {
    await rename(host, { container: candidate, name: candidateName(candidate.release) });
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    await callDocker(host.docker.getContainer(candidate.id).remove({ force: true, v: true }), { accepted: [404] });
  }
}

async function whoTookIt({
  host,
  release,
  error,
}: {
  host: DockerHost;
  release: FlipOrder["release"];
  error: unknown;
}) {
  if (statusOf(error) === undefined) return error;
  const observed = await observeContainers(host, release.resource).catch(() => []);
  const newer = findNewer(release, observed);
  return newer ? new StaleRelease(newer) : error;
}
