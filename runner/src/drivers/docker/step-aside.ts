import { callDocker } from "../../engine/docker-error.ts";
import { asideName } from "../../plan/names.ts";
import type { ObservedContainer } from "../../plan/observed.ts";
import { findNewer } from "../../plan/plan-deployment.ts";
import { type AsideOrder, StaleRelease } from "../../ports/driver.ts";
import type { FlipTools } from "./flip.ts";
import { observeContainers } from "./observe.ts";
import { rename } from "./rename.ts";

/**
 * Its name first: from then on it is told apart from one that a person stopped, whatever becomes of us. Until it stops it still serves,
 * by the name that every container of the resource has.
 */
export async function stepAside(
  { host, effect }: FlipTools,
  { release, graceSeconds }: AsideOrder,
): Promise<ObservedContainer | undefined> {
  const observed = await observeContainers(host, release.resource);
  const newer = findNewer(release, observed);
  if (newer) throw new StaleRelease(newer);
  const live = observed.find(({ role }) => role === "live");
  if (live?.state === "stopped") return undefined;
  const leaving = live ?? observed.find((each) => each.isAside && each.state !== "stopped");
  if (!leaving) return observed.find((each) => each.isAside);
  const name = asideName(leaving.release);
  if (live) await effect("step-aside", () => rename(host, { container: live, name }));
  const stopping = host.docker.getContainer(leaving.id);
  await effect("stop", () => callDocker(stopping.stop({ t: graceSeconds }), { accepted: [304, 404] }));
  return { ...leaving, name, role: "retired", isAside: true, state: "stopped", address: undefined };
}
