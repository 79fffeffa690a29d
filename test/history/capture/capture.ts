import { schema } from "@fairlead/db";
import { enqueueDeployment } from "../../../api/src/deployments/enqueue-deployment.ts";
import type { JobOrder } from "../../../api/src/jobs/new-job.ts";
import type { FlowWorld } from "../../../api/src/testing/flow.ts";
import { aPublicKey } from "../../../api/src/testing/resources.ts";
import { claimedApp, type TestApp } from "../../../api/src/testing/test-app.ts";
import type { ControlPlane } from "../../../runner/src/agent/control-plane.ts";
import { aTappedRunner } from "./exchange.ts";
import { addOtherRows, deploy, furnish } from "./furnish.ts";
import { goodEnd } from "./good-ends.ts";
import { readStored } from "./stored.ts";
import { badEnds, queue, refused, workOff } from "./work.ts";

/** The files of `runner/contract/history/v<N>`, by name. */
export type Captured = Record<string, unknown>;

/**
 * What this version says and keeps: a furnished instance and a runner's own client do one job of every kind to every kind of end. The
 * rows and the messages of that are the shapes that every later version must read.
 */
export async function capture(): Promise<Captured> {
  const world = await claimedApp();
  try {
    const tapped = aTappedRunner(world);
    const { body } = await world.send("/api/v1/runners/enrolments", { method: "POST", token: world.token });
    const about = { name: "harbour-1", sshPublicKey: aPublicKey, version: "0.1.0", platform: "linux-x64" };
    const { runner, credential } = await tapped.connect(undefined).enrol({ token: String(body.token), ...about });
    await doEverything(world.deps, { runnerId: runner, plane: tapped.connect(credential) });
    const { progress, ...heard } = tapped.heard;
    // Every job tells the same of its progress.
    return { ...heard, progress: progress.slice(0, 1), stored: await readStored(world.deps) };
  } finally {
    world.deps.dispose();
  }
}

async function doEverything(deps: TestApp["deps"], { runnerId, plane }: { runnerId: string; plane: ControlPlane }) {
  const { world, applications, sourceId, remote } = await furnish(deps, runnerId);
  const { teamId, serverId } = world;
  const [first = "", second = ""] = applications;
  await workOff(deps, { plane, outcomeFor: goodEnd });
  await rollBack(deps, { world, applicationId: first });
  const of = (kind: JobOrder["kind"], more: Partial<JobOrder> = {}): JobOrder => ({ kind, teamId, runnerId, ...more });
  const subject = { serverId, applicationId: first };
  await queue(deps, [
    ...(["stop", "start", "restart", "reconcile"] as const).flatMap((kind) => [of(kind, subject), of(kind, subject)]),
    of("check-server", { serverId }),
    of("check-server", { serverId: remote }),
    of("sync-routes", { serverId }),
    of("make-deploy-key", { sourceId }),
    of("read-head", { applicationId: first }),
    of("read-head", { applicationId: second }),
    of("remove", { serverId, applicationId: applications[3] ?? "" }),
  ]);
  await workOff(deps, { plane, outcomeFor: goodEnd });
  await deploy(deps, { world, applicationId: second });
  await queue(deps, [of("sync-routes", { serverId }), of("check-server", { serverId })]);
  await workOff(deps, { plane, outcomeFor: () => refused });
  await queue(
    deps,
    badEnds.map(() => of("read-head", { applicationId: first })),
  );
  await workOff(deps, { plane, outcomeFor: (_, nth) => badEnds[nth % badEnds.length] ?? refused });
  await addOtherRows(deps, world);
}

/** The first release once more, without a build. */
async function rollBack(deps: TestApp["deps"], { world, applicationId }: { world: FlowWorld; applicationId: string }) {
  const { teamId, wrappedKey } = world;
  const rows = await deps.db.select().from(schema.deployment);
  const row = rows.find((each) => each.applicationId === applicationId && each.image !== null);
  if (!row) throw new Error("The first application has a release.");
  const { id, spec, variables, image, configVersion } = row;
  const place = { table: "deployment", column: "variables", row: id, team: teamId };
  const opened = await deps.secrets.open(wrappedKey, place, variables);
  const replay = { of: id, spec, variables: opened, image: image ?? "", configVersion };
  await enqueueDeployment(deps, { teamId, applicationId, trigger: "rollback", commit: null, replay });
}
