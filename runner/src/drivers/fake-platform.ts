import type { Effect } from "../journal/effects.ts";
import { StepFailed } from "../outcome.ts";
import { compareReleases, labelsOf, type Release } from "../plan/names.ts";
import { isCommand } from "../plan/observed.ts";
import { type PlatformDriver, type RollOutOrder, StaleRelease } from "../ports/driver.ts";
import { createFakeDriver, type FakeServer } from "./fake.ts";

/** What a platform would find of an image when it runs it. */
export type FakePlatform = {
  server: FakeServer;
  refuses: Set<string>;
  /** What it writes on what it makes, in place of ours. */
  labels?: (release: Release) => Record<string, string>;
};

/**
 * A platform in memory that rolls out by itself. It is made of the fake server, with a conductor of its own: what is wanted is kept
 * there, and a rollout that fails leaves the version before.
 */
export function createFakePlatform(
  { server, refuses, labels = labelsOf }: FakePlatform,
  effect: Effect,
): PlatformDriver {
  const inside = createFakeDriver({ server, labels, effect: (_name, work) => work() });
  const { startCommand, stop, startAgain, restart, remove, discard, removeImages } = createFakeDriver({
    server,
    effect,
    labels,
  });
  const { observe, watch, execute, missing, logTail, listeners, upstreams } = inside;
  return {
    ...{
      startCommand,
      observe,
      watch,
      execute,
      missing,
      logTail,
      listeners,
      upstreams,
      stop,
      startAgain,
      restart,
      remove,
      discard,
      removeImages,
    },
    volumes: null,
    capabilities: { overlap: true, rollout: "platform", exec: false, volumes: false },
    rollOut: (order) => effect("roll-out", () => rollOut(inside, { order, refuses })),
  };
}

type Inside = ReturnType<typeof createFakeDriver>;

async function rollOut(inside: Inside, { order, refuses }: { order: RollOutOrder; refuses: Set<string> }) {
  const { release, image, onProgress, signal } = order;
  const observed = await inside.observe(release.resource);
  const newer = observed.find((each) => compareReleases(each.release, release) > 0);
  if (newer) throw new StaleRelease(newer.release);
  signal.throwIfAborted();
  onProgress("The platform starts the new version.");
  const { container } = await inside.start(order);
  if (refuses.has(image)) {
    await inside.remove(container);
    throw new StepFailed({
      class: "never-ready",
      step: null,
      sentence: "The platform says that the new version does not answer, and keeps the one before.",
      evidence: [],
      nextAction: "Read its last lines, fix what they name, and deploy again.",
    });
  }
  await inside.flip({ release, candidate: container });
  for (const each of observed)
    if (!isCommand(each) || each.release.deployment !== release.deployment) await inside.remove(each);
  const served = (await inside.observe(release.resource)).find(({ id }) => id === container.id);
  return served ?? container;
}
