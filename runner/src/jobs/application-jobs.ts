import type { JobResult, PayloadOf } from "../../contract/index.ts";
import type { JobContext } from "../agent/run-job.ts";
import type { Driver } from "../drivers/driver.ts";
import { StepFailed } from "../outcome.ts";
import { type ObservedContainer, roleOf } from "../plan/observed.ts";
import { planRepair } from "../plan/plan-deployment.ts";
import { removeUnusedImages } from "../steps/images.ts";

// Each of these looks first, touches only what carries our labels, and reports what runs afterwards. All of them may be repeated.

type Work<K extends "stop" | "start" | "restart" | "remove"> = {
  driver: Driver;
  context: JobContext;
  payload: PayloadOf<K>;
};

export async function stop({ driver, context, payload }: Work<"stop">): Promise<JobResult> {
  return context.journal.step("stop", async (note) => {
    const observed = await driver.observe(payload.application);
    const running = observed.filter((each) => each.state !== "stopped");
    await Promise.all(running.map((each) => driver.stop(each, payload.graceSeconds)));
    note(running.length === 0 ? "it did not run" : `stopped ${running.length}`);
    return observedResult(await driver.observe(payload.application));
  });
}

export async function start({ driver, context, payload }: Work<"start">): Promise<JobResult> {
  return context.journal.step("start", async () => {
    const live = await getLive(driver, payload.application);
    await driver.startAgain(live);
    return observedResult(await driver.observe(payload.application));
  });
}

export async function restart({ driver, context, payload }: Work<"restart">): Promise<JobResult> {
  return context.journal.step("restart", async () => {
    const live = await getLive(driver, payload.application);
    await driver.restart(live, payload.graceSeconds);
    return observedResult(await driver.observe(payload.application));
  });
}

/** Takes everything of the application from the server. */
export async function remove({ driver, context, payload }: Work<"remove">): Promise<JobResult> {
  return context.journal.step("remove", async (note) => {
    const observed = await driver.observe(payload.application);
    for (const each of observed) await driver.remove(each);
    await removeUnusedImages(driver, { application: payload.application, left: [], gone: observed });
    note(`removed ${observed.length} ${observed.length === 1 ? "container" : "containers"}`);
    return { kind: "observed", state: "absent", liveDeployment: null };
  });
}

async function getLive(driver: Driver, application: string): Promise<ObservedContainer> {
  const observed = await driver.observe(application);
  const live = observed.find((each) => roleOf(each) === "live");
  if (live) return live;
  const repair = planRepair(application, observed);
  if (!repair) throw new StepFailed(nothingThere);
  await driver.restoreLiveName(repair.container);
  return repair.container;
}

export function observedResult(observed: readonly ObservedContainer[]): JobResult {
  const live = observed.find((each) => roleOf(each) === "live");
  if (!live) return { kind: "observed", state: "absent", liveDeployment: null };
  const state = live.state === "crashing" ? "crashed" : live.state;
  return { kind: "observed", state, liveDeployment: live.release.deployment };
}

const nothingThere = {
  class: "invalid-spec" as const,
  step: null,
  sentence: "There is no release of this application on the server.",
  evidence: [],
  nextAction: "Deploy the application first.",
};
