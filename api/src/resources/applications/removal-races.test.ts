import { schema } from "@fairlead/db";
import { expect, test } from "vitest";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { operateResource } from "../../releases/deployments/operate-resource.ts";
import { removeResource } from "../../releases/removal/remove-resource.ts";
import { AppError } from "../../rules/errors.ts";
import { atInstant } from "../../testing/at-instant.ts";
import { aFlowWorld, anApplication } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { testDeps } from "../../testing/test-deps.ts";

// What a runner has begun may be on a server: as long as it may, the row of the application stays, or nobody would ever remove it.

async function aWorld() {
  const deps = await testDeps();
  const world = await aFlowWorld(deps);
  const id = await anApplication(deps, world);
  const runner = aRunnerClient(deps, world);
  const deploy = () =>
    enqueueDeployment(deps, { teamId: world.teamId, resourceId: id, trigger: "manual", commit: null });
  const release = async () => {
    await deploy();
    await runner.finish(leaseOf(await runner.claim()), deployed(`sha256:${"1".repeat(64)}`));
  };
  return {
    deps,
    runner,
    deploy,
    release,
    restart: () => operateResource(deps, world.actor, { id, kind: "restart" }),
    remove: () => removeResource(deps, world.actor, { id, isForced: false }),
    state: async () => (await deps.db.select().from(schema.resource))[0]?.state,
    jobs: () => deps.db.select().from(schema.job),
  };
}
type World = Awaited<ReturnType<typeof aWorld>>;

/** A refusal is a fair end of either side of a race; anything else is a fault. */
const orRefused = (work: Promise<unknown>) =>
  work.catch((error) => {
    if (!(error instanceof AppError)) throw error;
  });

/** Lets `meanwhile` happen in each instant of `work`, each time in a new world, and looks at how it ended. */
async function inEachInstant(given: {
  before?: (world: World) => Promise<unknown>;
  work: (world: World) => Promise<unknown>;
  meanwhile: (world: World) => Promise<unknown>;
  end: (world: World) => Promise<void>;
}): Promise<number> {
  for (let instant = 1; ; instant++) {
    const world = await aWorld();
    try {
      await given.before?.(world);
      const work = () => orRefused(given.work(world));
      const meanwhile = () => orRefused(given.meanwhile(world));
      if (!(await atInstant(world.deps.db.$client, { instant, work, meanwhile }))) return instant - 1;
      await given.end(world);
    } finally {
      await world.deps.settle();
      world.deps.dispose();
    }
  }
}

/** Whatever was given to a runner is followed by the job that removes it. */
async function nothingIsOrphaned({ state, jobs }: World) {
  const all = await jobs();
  const begun = all.filter(({ kind, attempt }) => kind !== "check-server" && kind !== "sync-routes" && attempt > 0);
  if (begun.length === 0) return;
  expect(await state()).toBe("removing");
  const removal = all.find(({ kind, state }) => kind === "remove" && state === "queued");
  expect(removal).toBeDefined();
}

test("a deployment that is asked for and begun in any instant of a removal is removed again", async () => {
  const instants = await inEachInstant({
    work: ({ remove }) => remove(),
    meanwhile: async ({ deploy, runner }) => {
      await deploy();
      await runner.claim();
    },
    end: nothingIsOrphaned,
  });
  expect(instants).toBeGreaterThan(3);
});

const asked: [string, (world: World) => Promise<unknown>][] = [
  ["a deployment", ({ deploy }) => deploy()],
  ["a restart", ({ restart }) => restart()],
];

/** What another process writes when it removes an application; ours would wait for its turn to write behind what is under way. */
const removedElsewhere = ({ deps }: World) => deps.db.update(schema.resource).set({ state: "removing" });

test.each(asked)("%s never waits behind a removal that began in any instant of asking", async (_name, work) => {
  let isBefore = false;
  const queued = async ({ jobs }: World) =>
    (await jobs()).some(({ state, kind }) => state === "queued" && (kind === "deploy" || kind === "restart"));
  await inEachInstant({
    before: ({ release }) => release(),
    work,
    meanwhile: async (world) => {
      isBefore = await queued(world);
      await removedElsewhere(world);
    },
    end: async (world) => expect(await queued(world)).toBe(isBefore),
  });
});

test.each(asked)(
  "%s of an application that is gone in any instant of asking is refused, and no fault",
  async (_name, work) => {
    await inEachInstant({
      before: ({ release }) => release(),
      work,
      meanwhile: async ({ deps }) => deps.db.delete(schema.resource),
      end: async () => undefined,
    });
  },
);
