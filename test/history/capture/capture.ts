import { schema } from "@fairlead/db";
import { randomIds } from "../../../api/src/kit/adapters/ids.ts";
import { createSecretBox } from "../../../api/src/kit/adapters/secret-box.ts";
import type { JobOrder } from "../../../api/src/kit/work-kinds.ts";
import { enqueueDeployment } from "../../../api/src/releases/deployments/enqueue-deployment.ts";
import type { FlowWorld } from "../../../api/src/testing/flow.ts";
import { aPublicKey } from "../../../api/src/testing/resources.ts";
import { claimedApp, type TestApp } from "../../../api/src/testing/test-app.ts";
import type { EnrolAnswer } from "../../../runner/contract/index.ts";
import type { ControlPlane } from "../../../runner/src/agent/control-plane.ts";
import { version } from "../../../runner/src/version.ts";
import { aTappedRunner } from "./exchange.ts";
import { addOtherRows, deploy, furnish } from "./furnish.ts";
import { goodEnd } from "./good-ends.ts";
import { readStored } from "./stored.ts";
import { badEnds, queue, refused, workOff } from "./work.ts";

/** The files of `runner/contract/history/v<N>`, by name. */
export type Captured = Record<string, unknown>;

export type Lived = {
  deps: TestApp["deps"];
  userId: string;
  world: FlowWorld;
  applications: readonly string[];
  enrolled: EnrolAnswer;
  heard: ReturnType<typeof aTappedRunner>["heard"];
};

/**
 * What this version says and keeps: a furnished instance and a runner's own client do one job of every kind to every kind of end. The
 * rows and the messages of that are the shapes that every later version must read.
 */
export const capture = (): Promise<Captured> =>
  afterALife(
    async ({ deps, heard: { progress, ...heard } }) => ({
      ...heard,
      // Every job tells the same of its progress.
      progress: progress.slice(0, 1),
      stored: await readStored(deps),
    }),
    randomIds.secret(32),
  );

/** `secret` is that of the instance. */
export async function afterALife<T>(look: (lived: Lived) => Promise<T>, secret: string): Promise<T> {
  const app = await claimedApp({ secrets: createSecretBox(secret) });
  try {
    // Long ago, whatever the clock of the machine that opens it later says.
    app.deps.clock.set(Date.UTC(2025, 0, 1));
    const tapped = aTappedRunner(app);
    const { body } = await app.send("/api/v1/runners/enrolments", { method: "POST", token: app.token });
    const about = { name: "harbour-1", sshPublicKey: aPublicKey, version, platform: "linux-x64" };
    const enrolled = await tapped.connect(undefined).enrol({ token: String(body.token), ...about });
    const plane = tapped.connect(enrolled.credential);
    const furnished = await doEverything(app.deps, { runnerId: enrolled.runner, plane });
    return await look({ deps: app.deps, userId: app.userId, enrolled, heard: tapped.heard, ...furnished });
  } finally {
    app.deps.dispose();
  }
}

async function doEverything(deps: TestApp["deps"], { runnerId, plane }: { runnerId: string; plane: ControlPlane }) {
  const { world, applications, sourceId, remote } = await furnish(deps, runnerId);
  const { teamId, serverId } = world;
  const [first = "", second = ""] = applications;
  await workOff(deps, { plane, outcomeFor: goodEnd });
  await rollBack(deps, { world, applicationId: first });
  const of = (kind: JobOrder["kind"], more: Partial<JobOrder> = {}): JobOrder => ({ kind, teamId, runnerId, ...more });
  const subject = { serverId, resourceId: first };
  await queue(deps, [
    ...(["stop", "start", "restart", "reconcile"] as const).flatMap((kind) => [of(kind, subject), of(kind, subject)]),
    of("check-server", { serverId }),
    of("check-server", { serverId: remote }),
    of("sync-routes", { serverId }),
    of("make-deploy-key", { sourceId }),
    of("read-head", { resourceId: first }),
    of("read-head", { resourceId: second }),
    of("remove", { serverId, resourceId: applications[3] ?? "" }),
  ]);
  await workOff(deps, { plane, outcomeFor: goodEnd });
  await deploy(deps, { world, applicationId: second });
  await queue(deps, [of("sync-routes", { serverId }), of("check-server", { serverId })]);
  await workOff(deps, { plane, outcomeFor: () => refused });
  await queue(
    deps,
    badEnds.map(() => of("read-head", { resourceId: first })),
  );
  await workOff(deps, { plane, outcomeFor: (_, nth) => badEnds[nth % badEnds.length] ?? refused });
  await addOtherRows(deps, world);
  return { world, applications };
}
/** The first release once more, without a build. */
async function rollBack(deps: TestApp["deps"], { world, applicationId }: { world: FlowWorld; applicationId: string }) {
  const { teamId, wrappedKey } = world;
  const rows = await deps.db.select().from(schema.deployment);
  const row = rows.find((each) => each.resourceId === applicationId && each.image !== null);
  if (!row) throw new Error("The first application has a release.");
  const { id, spec, variables, image, configVersion } = row;
  const place = { table: "deployment", column: "variables", row: id, team: teamId };
  const opened = await deps.secrets.open(wrappedKey, place, variables);
  const replay = { of: id, spec, variables: opened, image: image ?? "", configVersion };
  await enqueueDeployment(deps, { teamId, resourceId: applicationId, trigger: "rollback", commit: null, replay });
}
