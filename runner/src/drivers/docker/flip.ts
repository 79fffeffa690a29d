import type { Host } from "../../hosts/host.ts";
import { candidateName, liveName, retiredName } from "../../plan/names.ts";
import { type ObservedContainer, roleOf } from "../../plan/observed.ts";
import { findNewer, findPrevious } from "../../plan/plan-deployment.ts";
import type { Effect } from "../../steps/effects.ts";
import { type FlipOrder, type Flipped, StaleRelease } from "../driver.ts";
import { callDocker, statusOf } from "./docker-error.ts";
import { observeContainers } from "./observe.ts";

// The live container's name is the pointer that the proxy follows through Docker's own DNS. Renaming leaves addresses, connections and
// requests in flight alone. Containers are named by id here, and a name can have one holder only: so of two runners that flip at
// once, the second finds the name taken.

export type FlipTools = { host: Host; effect: Effect };

export async function flip({ host, effect }: FlipTools, { release, candidate }: FlipOrder): Promise<Flipped> {
  const observed = await observeContainers(host, release.application);
  const newer = findNewer(release, observed);
  if (newer) throw new StaleRelease(newer);
  const live = observed.find((each) => roleOf(each) === "live");
  // Repeated after the first rename, or after both.
  if (live?.id === candidate.id) return { previous: findPrevious(observed) };
  const previous = live ?? findPrevious(observed);
  if (live) await effect("retire-name", () => rename(host, live, retiredName(live.release)));
  try {
    await effect("live-name", () => rename(host, candidate, liveName(release.application)));
  } catch (error) {
    if (live) await rename(host, live, liveName(release.application)).catch(() => undefined);
    throw await whoTookIt({ host, release, error });
  }
  return { previous };
}

export async function flipBack(
  { host, effect }: FlipTools,
  { release, candidate, previous }: FlipOrder & { previous: ObservedContainer },
): Promise<void> {
  await effect("take-name", () => rename(host, candidate, candidateName(candidate.release)));
  await effect("return-name", () => rename(host, previous, liveName(release.application)));
}

/** Gone is success for the one that loses a name; having the name already is success for both. */
export async function rename(host: Host, container: ObservedContainer, name: string): Promise<void> {
  try {
    await host.docker.getContainer(container.id).rename({ name });
  } catch (error) {
    const losesLiveName = name !== liveName(container.release.application);
    if (statusOf(error) === 404 && losesLiveName) return;
    if (statusOf(error) === 409 && (await nameOf(host, container)) === name) return;
    await callDocker(Promise.reject(error));
  }
}

async function nameOf(host: Host, container: ObservedContainer): Promise<string | undefined> {
  const observed = await observeContainers(host, container.release.application);
  return observed.find((each) => each.id === container.id)?.name;
}

async function whoTookIt({ host, release, error }: { host: Host; release: FlipOrder["release"]; error: unknown }) {
  if (statusOf(error) === undefined) return error;
  const observed = await observeContainers(host, release.application).catch(() => []);
  const newer = findNewer(release, observed);
  return newer ? new StaleRelease(newer) : error;
}
