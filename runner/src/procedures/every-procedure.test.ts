import { describe, expect, test } from "vitest";
import {
  deployStep,
  isFromTrafficOn,
  type ProcedureName,
  placeOfStep,
  procedureNames,
  procedures,
  type Step,
} from "../../contract/index.ts";
import type { Failpoints } from "../agent/failpoints.ts";
import { LeaseLost, StepFailed } from "../outcome.ts";
import { createDeployWorld, type DeployWorld } from "../testing/deploy-world.ts";
import { ownProcedures, procedureOf } from "./registry.ts";

// Generated from the registry: a procedure, step or change that is added is covered from its first day.

type Place = { step: string; moment: "before" | "after"; effect?: string };
const nameOf = ({ step, moment, effect }: Place) => `${moment} ${effect ? `${effect} in ` : ""}${step}`;

/** Before and after each step, and before and after each change that a step makes outside. */
function placesOf(procedure: ProcedureName): [name: string, place: Place][] {
  const effects: Readonly<Record<string, readonly string[]>> = procedureOf[procedure].effects;
  return procedures[procedure]
    .flatMap(({ name: step }): Place[] => [
      { step, moment: "before" },
      ...(effects[step] ?? []).flatMap((effect): Place[] => [
        { step, moment: "before", effect },
        { step, moment: "after", effect },
      ]),
      { step, moment: "after" },
    ])
    .map((place) => [nameOf(place), place]);
}

const isAfterTraffic = ({ step, moment, effect }: Place) =>
  isFromTrafficOn(step) && !(step === deployStep.flip.name && (moment === "before" || effect !== undefined));

/** Throws once at this place. */
function failAt(at: Place, error: Error): Failpoints {
  let isUsed = false;
  return {
    hit: async ({ step, moment, effect }) => {
      if (isUsed || step !== at.step || moment !== at.moment || effect !== at.effect) return;
      isUsed = true;
      throw error;
    },
  };
}
const broken = () => new Error("broken on the way");
const death = () => new LeaseLost("the process is gone");

/** Version one serves, by the same procedure. */
async function aServingWorld(procedure: ProcedureName): Promise<DeployWorld> {
  const world = createDeployWorld({ procedure });
  const { error } = await world.push(1);
  if (error) throw error;
  return world;
}

/** Whether nobody may serve for a while: only where the old version has to stop first. */
const maySilence = (procedure: ProcedureName) =>
  procedures[procedure].some(({ marks }: Step) => marks?.includes("stops-old"));

describe.each(ownProcedures)("%s", (procedure) => {
  const places = placesOf(procedure);

  describe.each(places.filter(([, place]) => !isAfterTraffic(place)))("when something fails %s", (_name, place) => {
    test("version one serves at the end and version two leaves nothing behind", async () => {
      const world = await aServingWorld(procedure);
      const served = new Set<number | undefined>();
      const failpoints = failAt(place, broken());
      const { result } = await world.push(2, { failpoints, onStep: () => served.add(world.serving()) });
      // Some changes are only made when there is something to mend; then nothing fails here.
      if (result) return expect(world.serving()).toBe(2);
      if (!maySilence(procedure)) expect([...served]).toEqual([1]);
      expect(world.serving()).toBe(1);
      expect(world.running()).toEqual([1]);
      expect(world.leftovers(2)).toEqual([]);
    });

    test("version one serves, also when what is undone has to be undone again", async () => {
      const world = await aServingWorld(procedure);
      for (const attempt of [1, 2]) {
        const { result } = await world.push(2, { attempt, failpoints: failAt(place, broken()) });
        const serves = result ? 2 : 1;
        expect(world.serving()).toBe(serves);
        expect(world.running()).toEqual([serves]);
        if (!result) expect(world.leftovers(2)).toEqual([]);
      }
      expect((await world.push(2, { attempt: 3 })).result).toMatchObject({ kind: "deploy" });
      expect(world.running()).toEqual([2]);
    });
  });

  describe.each(places.filter(([, place]) => isAfterTraffic(place)))(
    "when something of ours fails %s",
    (_name, place) => {
      test("version two keeps the traffic and the next attempt finishes what is left", async () => {
        const world = await aServingWorld(procedure);
        const { result } = await world.push(2, { failpoints: failAt(place, broken()) });
        expect(world.serving()).toBe(2);
        if (!result) expect((await world.push(2, { attempt: 2 })).result).toMatchObject({ kind: "deploy" });
        expect(world.running()).toEqual([2]);
      });
    },
  );

  describe.each(places)("when the runner dies %s", (_name, place) => {
    test("somebody serves at every moment, unless the old one has to stop, and the next attempt ends with version two alone", async () => {
      const world = await aServingWorld(procedure);
      const served = new Set<number | undefined>();
      const look = () => served.add(world.serving());
      await world.push(2, { failpoints: failAt(place, death()), onStep: look });
      look();
      const { result } = await world.push(2, { attempt: 2, onStep: look });
      expect(result).toMatchObject({ kind: "deploy", commit: { subject: "Release 2" } });
      if (!maySilence(procedure)) expect(served).not.toContain(undefined);
      expect(world.running()).toEqual([2]);
      // The version, the command that followed it, whose container tells later attempts that it ran, and the image.
      expect(world.leftovers(2)).toHaveLength(3);
      expect(world.server.containers.filter(({ isAside }) => isAside)).toEqual([]);
    });

    test("a newer deployment ends with itself alone and removes what the dead one left", async () => {
      const world = await aServingWorld(procedure);
      await world.push(2, { failpoints: failAt(place, death()) });
      expect((await world.push(3)).result).toMatchObject({ kind: "deploy" });
      expect(world.serving()).toBe(3);
      expect(world.running()).toEqual([3]);
    });

    test("what is put in order afterwards has one version serving, twice as well as once", async () => {
      const world = await aServingWorld(procedure);
      const { result } = await world.push(2, { failpoints: failAt(place, death()) });
      await world.reconcile(2);
      const after = world.serving();
      expect([1, 2]).toContain(after);
      const isDecided = result !== undefined || place.step === deployStep.flip.name || isAfterTraffic(place);
      if (!isDecided) expect(after).toBe(1);
      expect(world.running()).toEqual([after]);
      await world.reconcile(2);
      expect(world.running()).toEqual([after]);
    });
  });

  test("the same deployment that ran already runs again without harm", async () => {
    const world = await aServingWorld(procedure);
    await world.push(2);
    expect((await world.push(2, { attempt: 2 })).result).toMatchObject({ kind: "deploy" });
    expect(world.running()).toEqual([2]);
  });
});

// Where the platform does what could break between the steps, there is nothing of ours to take back.
describe.each(procedureNames.filter((name) => !ownProcedures.includes(name)))("%s", (procedure) => {
  describe.each(placesOf(procedure))("when something breaks %s", (_name, place) => {
    test.each([
      ["fails", broken],
      ["dies", death],
    ])(
      "and the runner %s, one version serves, and the next attempt ends with the new one alone",
      async (_how, error) => {
        const world = await aServingWorld(procedure);
        const served = new Set<number | undefined>();
        for (const attempt of [1, 2]) {
          await world.push(2, {
            attempt,
            failpoints: failAt(place, error()),
            onStep: () => served.add(world.serving()),
          });
          served.add(world.serving());
          expect(world.running()).toHaveLength(1);
        }
        expect(served).not.toContain(undefined);
        expect((await world.push(2, { attempt: 3 })).result).toMatchObject({ kind: "deploy" });
        expect(world.running()).toEqual([2]);
        expect((await world.push(3)).result).toMatchObject({ kind: "deploy" });
        expect(world.running()).toEqual([3]);
      },
    );
  });

  test("the same deployment that ran already runs again without harm", async () => {
    const world = await aServingWorld(procedure);
    await world.push(2);
    expect((await world.push(2, { attempt: 2 })).result).toMatchObject({ kind: "deploy" });
    expect(world.running()).toEqual([2]);
  });
});

describe("a version that fails after the old one was stopped for it", () => {
  const refused = { answers: { kind: "refused" as const } };
  const crash = { exitCode: 1, isOutOfMemory: false, error: "" };

  test.each([
    ["never answers", refused],
    ["crashes at once", { ...refused, exits: { afterMs: 100, exit: crash } }],
    ["crashes when it has the traffic", { exits: { afterMs: 2_000, exit: crash } }],
    ["is not reached through the proxy", { isHiddenFromProxy: true }],
  ])("and %s: the old one is back, in the log and in the reason", async (_what, version) => {
    const world = await aServingWorld("replace");
    const { error, log } = await world.push(2, { version });
    if (!(error instanceof StepFailed)) throw new Error("it is the version's own fault", { cause: error });
    expect(error.failure.sentence).toMatch(/\. The version before it was started again\.$/);
    expect(log.join("\n")).toMatch(/Started the old version/);
    expect(world.running()).toEqual([1]);
    expect(world.serving()).toBe(1);
    expect(world.leftovers(2)).toEqual([]);
  });

  test("a resource that a person had stopped stays stopped", async () => {
    const world = await aServingWorld("replace");
    world.stop();
    const { error } = await world.push(2, { version: refused });
    expect(error).toBeInstanceOf(StepFailed);
    expect(world.running()).toEqual([]);
    await world.reconcile(2);
    expect(world.running()).toEqual([]);
  });

  test("where it is the very first, nothing has to come back", async () => {
    const world = createDeployWorld({ procedure: "replace" });
    const { error } = await world.push(1, { version: refused });
    expect(error).toMatchObject({ failure: { sentence: expect.not.stringContaining("before it") } });
    expect(world.leftovers(1)).toEqual([]);
  });
});

test("a version beside the old one could not start where both ask for one port of the server", async () => {
  const world = await aServingWorld("replace");
  const { error } = await world.push(2, { procedure: "overlap" });
  expect(error).toMatchObject({ failure: { sentence: expect.stringContaining("port") } });
  expect(world.running()).toEqual([1]);
});

test("steps come in the same order in every procedure", () => {
  for (const steps of Object.values(procedures)) {
    const order = steps.map(({ name }) => placeOfStep(name) ?? -1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  }
});
