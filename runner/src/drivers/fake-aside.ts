import type { Effect } from "../journal/effects.ts";
import { findNewer } from "../plan/plan-deployment.ts";
import { type AsideOrder, StaleRelease } from "../ports/driver.ts";
import { type FakeContainer, seen } from "./fake.ts";

type AsideTools = { own: (resource: string) => FakeContainer[]; effect: Effect; stop: (id: string) => void };

/** The live one stops and is marked as the one to come back. */
export async function stepAside({ own, effect, stop }: AsideTools, { release }: AsideOrder) {
  const containers = own(release.resource);
  const newer = findNewer(release, containers);
  if (newer) throw new StaleRelease(newer);
  const live = containers.find(({ role }) => role === "live");
  if (live?.state === "stopped") return undefined;
  const leaving = live ?? containers.find((each) => each.isAside);
  if (!leaving) return undefined;
  if (live) await effect("step-aside", async () => void Object.assign(leaving, { role: "retired", isAside: true }));
  await effect("stop", async () => stop(leaving.id));
  return seen(leaving);
}
