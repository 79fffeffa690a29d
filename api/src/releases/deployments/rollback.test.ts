import { schema } from "@fairlead/db";
import { type Cause, keptImages, usualContainer } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSettings } from "../../resources/applications/application-settings.ts";
import { getApplicationRow } from "../../resources/applications/applications.store.ts";
import { shaOf } from "../../testing/deliveries.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, deployed, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { deployResource } from "./deploy-resource.ts";
import { toOneView } from "./deployment-views.ts";
import { getDeploymentRow } from "./deployments.store.ts";
import { rollbackDeployment } from "./rollback-deployment.ts";

let deps: TestDeps;
let world: FlowWorld;
let resourceId: string;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  resourceId = await anApplication(deps, world);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

const deploy = (commit?: string) =>
  deployResource(deps, world.actor, {
    id: resourceId,
    input: { noCache: false, ...(commit ? { commit } : {}) },
  });
const imageOf = (digit: number) => `sha256:${String(digit).repeat(64)}`;
async function released(digit: number, commit = shaOf(String(digit))) {
  const row = await deploy(commit);
  await runner.finish(leaseOf(await runner.claim()), deployed(imageOf(digit)));
  return row;
}
const rowOf = (id: string) => getDeploymentRow(deps.db, world.teamId, id);
const viewOf = async (id: string) => toOneView(deps, await rowOf(id));
const keep = (keepReleases: number) =>
  deps.db.update(schema.resource).set({ keepReleases }).where(eq(schema.resource.id, resourceId));
const setApplication = (set: Partial<typeof schema.application.$inferInsert>) =>
  deps.db.update(schema.application).set(set).where(eq(schema.application.id, resourceId));
const application = () => getApplicationRow(deps.db, world.teamId, resourceId);
const aCause: Cause = { class: "internal", step: null, sentence: "It broke.", evidence: [], nextAction: "Mend it." };

describe("rollback", () => {
  test("never brings back a right that was taken away since", async () => {
    const { container } = readSettings(await application());
    if (!container) throw new Error("an application has a container");
    await setApplication({ container: { ...container, capabilities: ["IPC_LOCK", "NET_RAW"] } });
    const first = await released(1);
    await setApplication({ container: { ...container, capabilities: ["IPC_LOCK"] } });
    await released(2);
    await rollbackDeployment(deps, world.actor, { id: first.id });
    expect((await runner.claim())?.payload).toMatchObject({ spec: { container: { capabilities: ["IPC_LOCK"] } } });
  });

  test("never brings back a label that was taken away since", async () => {
    const { container } = readSettings(await application());
    const [kept, gone] = [
      { name: "example.team", value: "shop" },
      { name: "example.open", value: "yes" },
    ];
    await setApplication({ container: { ...container, labels: [kept, gone] } });
    const first = await released(1);
    await setApplication({ container: { ...container, labels: [kept] } });
    await released(2);
    await rollbackDeployment(deps, world.actor, { id: first.id });
    expect((await runner.claim())?.payload).toMatchObject({ spec: { container: { labels: [kept] } } });
  });

  test("never brings back what opened the server and was taken away since, and mounts its folders as they are mounted today", async () => {
    const { container } = readSettings(await application());
    const [kept, gone] = ["/dev/ttyUSB0", "/dev/sda"].map((path) => ({ path, target: path, access: "rwm" as const }));
    if (!kept || !gone) throw new Error("two devices");
    const photos = { source: "/srv/photos", path: "/photos", isReadOnly: false };
    const opened = { devices: [kept, gone], gpus: "all", isPrivileged: true, hostMounts: [photos] };
    await setApplication({ container: { ...container, ...opened } });
    const first = await released(1);
    const today = { devices: [kept], gpus: null, isPrivileged: false, hostMounts: [{ ...photos, isReadOnly: true }] };
    await setApplication({ container: { ...container, ...today } });
    await released(2);
    await rollbackDeployment(deps, world.actor, { id: first.id });
    expect((await runner.claim())?.payload).toMatchObject({ spec: { container: today } });
  });

  test("releases image, variables and settings of the earlier one without a build", async () => {
    const first = await released(1);
    await setApplication({
      container: {
        ...usualContainer,
        port: 9,
        stopGraceSeconds: 1,
        pidsLimit: 16,
      },
    });
    await released(2);
    const { deployment, autoDeploySwitchedOff } = await rollbackDeployment(deps, world.actor, { id: first.id });
    expect(autoDeploySwitchedOff).toBe(true);
    // Whoever has the settings open would switch it on again.
    expect(await application()).toMatchObject({ autoDeploy: false, revision: 2 });
    expect((await application()).autoDeploy).toBe(false);
    const answer = await runner.claim();
    expect(answer?.payload).toMatchObject({
      reuseImage: imageOf(1),
      spec: { deployment: deployment.id, number: 3, container: { port: 8080 } },
    });
    await runner.finish(leaseOf(answer), deployed(imageOf(1)));
    expect(await rowOf(deployment.id)).toMatchObject({ isActive: true, rollbackOf: first.id, trigger: "rollback" });
  });

  test("keeps the commit that was found when the head of a branch was asked for", async () => {
    const { id } = await deploy();
    const head = { sha: shaOf("7"), author: "Ada", subject: "Open the harbour", committedAt: 1 };
    await runner.finish(leaseOf(await runner.claim()), deployed(imageOf(1), head));
    await released(2);
    const { deployment } = await rollbackDeployment(deps, world.actor, { id });
    const answer = await runner.claim();
    expect(answer?.payload).toMatchObject({ spec: { source: { commit: head.sha } } });
    await runner.finish(leaseOf(answer), deployed(imageOf(1)));
    expect(await rowOf(deployment.id)).toMatchObject({ commit: head.sha, commitSubject: "Open the harbour" });
  });

  test("serves the domains of today, not those of then", async () => {
    const first = await released(1);
    await released(2);
    await deps.db.insert(schema.domain).values({
      id: deps.ids.next("domain"),
      teamId: world.teamId,
      resourceId,
      host: "new.example.com",
      path: "/",
      scheme: "https",
      redirectTo: null,
      createdAt: 1,
    });
    await rollbackDeployment(deps, world.actor, { id: first.id });
    expect((await runner.claim())?.payload).toMatchObject({ spec: { routes: [{ host: "new.example.com" }] } });
  });

  test("to a release whose image is no longer kept is refused and the view says so", async () => {
    await keep(2);
    const rows = [await released(1), await released(2), await released(3)];
    const views = await Promise.all(rows.map(({ id }) => viewOf(id)));
    expect(views.map((view) => view.canRollBack)).toEqual([false, true, false]);
    const back = (index: number) => rollbackDeployment(deps, world.actor, { id: rows[index]?.id ?? "" });
    await expect(back(0)).rejects.toMatchObject({ code: "deployment.image_not_kept" });
    await expect(back(2)).rejects.toMatchObject({ code: "deployment.is_active" });
  });

  test("is offered for the image that an earlier rollback brought back, and not for the one it displaced", async () => {
    await keep(2);
    const rows = [await released(1), await released(2), await released(3)];
    await rollbackDeployment(deps, world.actor, { id: rows[1]?.id ?? "" });
    await runner.finish(leaseOf(await runner.claim()), deployed(imageOf(2)));
    const views = await Promise.all(rows.map(({ id }) => viewOf(id)));
    expect(views.map((view) => view.canRollBack)).toEqual([false, true, true]);
    await rollbackDeployment(deps, world.actor, { id: rows[2]?.id ?? "" });
  });

  test("counts a release that served although its end was never heard of, for the server counts it too", async () => {
    await keep(2);
    const rows = [await released(1), await released(2)];
    const { id: lost } = await released(3);
    const end = (causeClass: Cause["class"]) =>
      deps.db.batch([
        deps.db
          .update(schema.deployment)
          .set({ status: "failed", image: null, isActive: false, cause: { ...aCause, class: causeClass } })
          .where(eq(schema.deployment.id, lost)),
        deps.db
          .update(schema.deploymentTarget)
          .set({ status: "failed", image: null })
          .where(eq(schema.deploymentTarget.deploymentId, lost)),
      ]);
    const offered = async () => (await Promise.all(rows.map(({ id }) => viewOf(id)))).map((view) => view.canRollBack);
    await end("lost-runner");
    expect(await offered()).toEqual([false, true]);
    await end("crashed");
    expect(await offered()).toEqual([true, true]);
  });

  test.each([1, 2, 3, 7])("offers exactly what the runner's rule keeps of %i releases", async (keepReleases) => {
    await keep(keepReleases);
    const first = await released(1);
    const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, first.id));
    if (!row) throw new Error("the first release has a row");
    // Images come back as rollbacks bring them back.
    const digits = [1, 2, 3, 2, 4, 5, 3, 3, 6, 1, 7, 8, 6, 9, 5];
    const later = digits.slice(1).map((digit, index) => ({
      ...row,
      id: deps.ids.next("deployment"),
      number: index + 2,
      naturalKey: null,
      image: imageOf(digit),
      isActive: false,
    }));
    await deps.db.insert(schema.deployment).values(later);
    const all = [row, ...later];
    const kept = keptImages(
      all.toReversed().map(({ image }) => image ?? ""),
      keepReleases,
    );
    for (const { id, image } of all) expect((await rowOf(id)).isImageKept).toBe(kept.includes(image ?? ""));
  });

  test("to a deployment that failed is refused", async () => {
    const { id } = await deploy();
    await runner.finish(leaseOf(await runner.claim()), failed());
    await expect(rollbackDeployment(deps, world.actor, { id })).rejects.toMatchObject({
      code: "deployment.never_served",
    });
  });

  test("waits for no build slot", async () => {
    const first = await released(1);
    await released(2);
    const other = await anApplication(deps, world);
    await deployResource(deps, world.actor, { id: other, input: { noCache: false } });
    const building = leaseOf(await runner.claim());
    await rollbackDeployment(deps, world.actor, { id: first.id });
    expect((await runner.claim({ holding: [building.job] }))?.payload).toMatchObject({ reuseImage: imageOf(1) });
  });
});
