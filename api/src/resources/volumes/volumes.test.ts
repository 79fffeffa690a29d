import { schema } from "@fairlead/db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { procedureFor } from "../../rules/compile-workload.ts";
import type { Actor } from "../../rules/permissions.ts";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { readSettings } from "../applications/application-settings.ts";
import { getApplicationRow } from "../applications/applications.store.ts";
import { updateApplication } from "../applications/update-application.ts";
import { createVolume } from "./create-volume.ts";
import { getVolume } from "./get-volume.ts";
import { restoreVolume } from "./restore-volume.ts";
import { tendVolumes } from "./tend-volumes.ts";
import { trashVolume } from "./trash-volume.ts";
import type { CreateVolume } from "./volumes.schemas.ts";

const day = 86_400_000;
let deps: TestDeps;
let world: FlowWorld;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  actor = { ...world.actor, role: "admin" };
});
afterEach(() => deps.dispose());

const add = (name = "data", adopt?: string) =>
  createVolume(deps, actor, { name, serverId: world.serverId, ...(adopt ? { adopt } : {}) });
type Mount = { volume: string; path: string; isReadOnly: boolean };
const at = (volume: string, path = "/data", isReadOnly = false): Mount => ({ volume, path, isReadOnly });
const mount = async (id: string, mounts: Mount[]) =>
  updateApplication(deps, actor, {
    id,
    set: { revision: await revisionOf(deps.db, "application", id), container: { mounts } },
  });
const refusal = (message: string) => ({
  fields: [expect.objectContaining({ message: expect.stringContaining(message) })],
});
const client = () => aRunnerClient(deps, world);

describe("a volume", () => {
  test("has a name of its own, and one for Docker that comes from its id", async () => {
    const made = await add();
    expect(made).toMatchObject({ name: "data", isMade: false, sizeBytes: null, usedBy: [], state: "active" });
    expect(made.dockerName).toBe(`fairlead-${made.id.replace("_", "-")}`);
    await expect(add()).rejects.toMatchObject({ code: "volume.exists" });
  });

  test("of the server can be adopted by an admin, once, and never one of ours", async () => {
    expect(await add("old", "old_data")).toMatchObject({ isAdopted: true, dockerName: "old_data" });
    await expect(add("other", "old_data")).rejects.toMatchObject({ code: "volume.exists" });
    await expect(add("proxy", "fairlead-proxy-data")).rejects.toMatchObject(refusal("is ours already"));
    const member: Actor = { ...actor, role: "member" };
    const adopting = createVolume(deps, member, { name: "mine", serverId: world.serverId, adopt: "their_data" });
    await expect(adopting).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("makes an application that writes it be replaced, and one that reads it not", async () => {
    const [{ id: volume }, id] = [await add(), await anApplication(deps, world)];
    await mount(id, [at(volume)]);
    const settings = async () => readSettings(await getApplicationRow(deps.db, world.teamId, id)).container;
    expect(procedureFor("ssh", await settings())).toEqual({
      procedure: "replace",
      because: expect.stringContaining("/data"),
    });
    await mount(id, [at(volume, "/data", true)]);
    expect(procedureFor("ssh", await settings()).procedure).toBe("overlap");
    expect((await getVolume(deps, actor, { id: volume })).usedBy).toMatchObject([
      { id, path: "/data", isReadOnly: true },
    ]);
  });

  test("is written by one application; others may read it", async () => {
    const { id: volume } = await add();
    const [one, two] = [await anApplication(deps, world), await anApplication(deps, world, { name: "two" })];
    await mount(one, [at(volume)]);
    await expect(mount(two, [at(volume)])).rejects.toMatchObject(refusal("must be true"));
    await mount(two, [at(volume, "/data", true)]);
  });

  test("is mounted only where it is, and by what runs nowhere else", async () => {
    const { id: volume } = await add();
    const elsewhere = await anotherServer(deps, world, { name: "web-2" });
    const id = await anApplication(deps, world);
    const { id: far } = await createVolume(deps, actor, { name: "far", serverId: elsewhere.serverId });
    await expect(mount(id, [at(far)])).rejects.toMatchObject(refusal("far is not on web-1"));
    await runsAlsoOn(deps, world, { resourceId: id, destinationId: elsewhere.destinationId, position: 1 });
    await expect(mount(id, [at(volume)])).rejects.toMatchObject(refusal("a volume is on one server"));
  });

  test.each([
    ["over the programs of the image", "/usr/bin"],
    ["over a temporary folder", "/tmp"],
  ])("%s is refused where it is saved", async (_what, path) => {
    const [{ id: volume }, id] = [await add(), await anApplication(deps, world)];
    const set = { mounts: [at(volume, path)], temporaryFolders: [{ path: "/tmp", sizeBytes: null }] };
    const saving = updateApplication(deps, actor, { id, set: { revision: 1, container: set } });
    await expect(saving).rejects.toMatchObject({ fields: [{ path: "container.mounts.0.path" }] });
  });

  test("of another team is none", async () => {
    const id = await anApplication(deps, world);
    const strangers = await aFlowWorld(deps);
    const theirs = { name: "theirs", serverId: strangers.serverId };
    const { id: volume } = await createVolume(deps, { ...strangers.actor, role: "admin" }, theirs);
    await deps.db.update(schema.volume).set({ serverId: world.serverId });
    await expect(mount(id, [at(volume)])).rejects.toMatchObject(refusal("no volume of this team"));
  });
});

describe("a volume whose files another machine has", () => {
  const nfs = { kind: "nfs" as const, host: "nas.lan", path: "/srv/photos", version: "4.2" as const, isSoft: false };
  const smb = {
    kind: "smb" as const,
    host: "nas.lan",
    share: "photos",
    username: "shop",
    domain: null,
    version: "3.1.1" as const,
    uid: 1000,
    gid: 1000,
    fileMode: "0644",
    folderMode: "0755",
  };
  const share = (given: Pick<CreateVolume, "share" | "password" | "adopt">, by = actor) =>
    createVolume(deps, by, { name: "photos", serverId: world.serverId, ...given });

  test("says where, and is an admin's to add", async () => {
    const member: Actor = { ...actor, role: "member" };
    await expect(share({ share: nfs }, member)).rejects.toMatchObject({ kind: "forbidden" });
    expect(await share({ share: nfs })).toMatchObject({ share: nfs, isAdopted: false });
  });

  test.each<[string, Pick<CreateVolume, "share" | "password" | "adopt">, string]>([
    ["SMB without a password", { share: smb }, "password"],
    ["NFS with one", { share: nfs, password: "hush" }, "password"],
    ["a password and no share", { password: "hush" }, "password"],
    ["a share and a volume of the server", { share: nfs, adopt: "old_data" }, "adopt"],
  ])("is refused at the field: %s", async (_what, given, path) => {
    await expect(share(given)).rejects.toMatchObject({ fields: [{ path }] });
  });

  test("is written by several applications, and goes to the runner with its password, which nobody is shown", async () => {
    const [{ id: volume }, one] = [
      await share({ share: smb, password: "hush,hush" }),
      await anApplication(deps, world),
    ];
    const two = await anApplication(deps, world, { name: "two" });
    await mount(one, [at(volume)]);
    await mount(two, [at(volume)]);
    const [row] = await deps.db.select().from(schema.volume);
    expect(row?.sharePassword).not.toContain("hush");
    expect(JSON.stringify(await getVolume(deps, actor, { id: volume }))).not.toContain("hush");
    await enqueueDeployment(deps, { teamId: world.teamId, resourceId: two, trigger: "manual", commit: null });
    expect(await claimKind("deploy")).toMatchObject({
      payload: { volumes: [{ id: volume, share: smb }] },
      secrets: { sharePasswords: [{ volume, password: "hush,hush" }] },
    });
  });

  test("of which it cannot be read where ends the deployment with the reason, and is told in the list", async () => {
    const [{ id: volume }, id] = [await share({ share: nfs }), await anApplication(deps, world)];
    await mount(id, [at(volume)]);
    await deps.db.run(sql`UPDATE volume SET share = '{'`);
    expect(await getVolume(deps, actor, { id: volume })).toMatchObject({ share: null, isShareDamaged: true });
    const told = { teamId: world.teamId, resourceId: id, trigger: "manual" as const, commit: null };
    const { id: deployment } = await enqueueDeployment(deps, told);
    await expect(claimKind("deploy")).rejects.toThrow("no deploy waits");
    const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, deployment));
    expect(row).toMatchObject({ status: "failed", cause: { sentence: expect.stringContaining("who has the files") } });
  });

  test("whose password was moved beside another machine does not open it", async () => {
    const [{ id: volume }, id] = [await share({ share: smb, password: "hush" }), await anApplication(deps, world)];
    await mount(id, [at(volume)]);
    await deps.db.update(schema.volume).set({ share: { ...smb, host: "evil.lan" } });
    await enqueueDeployment(deps, { teamId: world.teamId, resourceId: id, trigger: "manual", commit: null });
    await expect(claimKind("deploy")).rejects.toThrow("no deploy waits");
  });
});

describe("the trash", () => {
  test("takes a volume by its name, and gives it back whole", async () => {
    const { id } = await add();
    await expect(trashVolume(deps, actor, { id, name: "dat" })).rejects.toMatchObject(refusal("must be data"));
    const gone = await trashVolume(deps, actor, { id, name: "data" });
    expect(gone).toMatchObject({ state: "trashed", purgeAt: deps.clock.now() + 7 * day });
    await expect(trashVolume(deps, actor, { id, name: "data" })).rejects.toMatchObject({ code: "volume.in_trash" });
    const back = await restoreVolume(deps, actor, { id });
    expect(back).toMatchObject({ state: "active", trashedAt: null, purgeAt: null });
    await expect(restoreVolume(deps, actor, { id })).rejects.toMatchObject({ code: "volume.not_in_trash" });
  });

  test("takes none that an application mounts, and none of it can be mounted", async () => {
    const [{ id: volume }, id] = [await add(), await anApplication(deps, world)];
    await mount(id, [at(volume)]);
    const trashing = () => trashVolume(deps, actor, { id: volume, name: "data" });
    await expect(trashing()).rejects.toMatchObject({ code: "volume.mounted" });
    await mount(id, []);
    await trashing();
    await expect(mount(id, [at(volume)])).rejects.toMatchObject(refusal("is in the trash"));
  });

  test("is emptied after seven days, and the row goes when the server has let the volume go", async () => {
    const { id } = await add();
    await trashVolume(deps, actor, { id, name: "data" });
    deps.clock.advance(7 * day - 1);
    await tendVolumes(deps);
    expect((await getVolume(deps, actor, { id })).state).toBe("trashed");
    deps.clock.advance(1);
    await tendVolumes(deps);
    await tendVolumes(deps);
    expect((await getVolume(deps, actor, { id })).state).toBe("purging");
    await expect(restoreVolume(deps, actor, { id })).rejects.toMatchObject({ code: "volume.not_in_trash" });
    const job = await claimKind("empty-trash");
    expect(job.payload).toMatchObject({ kind: "empty-trash", volumes: [{ id, name: "data" }] });
    await client().finish(leaseOf(job), {
      kind: "succeeded",
      result: { kind: "trash-emptied", volumes: [{ id, outcome: "removed" }] },
    });
    expect(await deps.db.query.volume.findMany()).toEqual([]);
  });

  test("keeps what a container on the server still has, says so, and tries again tomorrow", async () => {
    const { id } = await add();
    await trashVolume(deps, actor, { id, name: "data" });
    deps.clock.advance(8 * day);
    await tendVolumes(deps);
    const job = await claimKind("empty-trash");
    await client().finish(leaseOf(job), {
      kind: "succeeded",
      result: { kind: "trash-emptied", volumes: [{ id, outcome: "in-use" }] },
    });
    expect(await getVolume(deps, actor, { id })).toMatchObject({
      state: "trashed",
      purgeAt: deps.clock.now() + day,
      purgeNote: expect.stringContaining("still has it"),
    });
    expect((await restoreVolume(deps, actor, { id })).purgeNote).toBeNull();
  });
});

async function claimKind(kind: string) {
  const runner = client();
  for (let tries = 0; tries < 10; tries++) {
    const job = await runner.claim();
    if (!job) break;
    if (job.payload.kind === kind) return job;
    await runner.finish(leaseOf(job), { kind: "cancelled" });
  }
  throw new Error(`no ${kind} waits`);
}

describe("sizes", () => {
  test("are read once a day, and what is there counts as made", async () => {
    const { id } = await add();
    await tendVolumes(deps);
    const job = await claimKind("measure-volumes");
    await client().finish(leaseOf(job), {
      kind: "succeeded",
      result: { kind: "volumes-measured", volumes: [{ id, sizeBytes: 4_096, containers: 1 }] },
    });
    const now = deps.clock.now();
    expect(await getVolume(deps, actor, { id })).toMatchObject({ sizeBytes: 4_096, isMade: true, measuredAt: now });
    await tendVolumes(deps);
    await expect(claimKind("measure-volumes")).rejects.toThrow("no measure-volumes waits");
  });
});

describe("a deployment", () => {
  const enqueue = (resourceId: string) =>
    enqueueDeployment(deps, { teamId: world.teamId, resourceId, trigger: "manual", commit: null });

  test("takes its volumes along as they are when it is given out, and has made them when it serves", async () => {
    const [{ id: volume, dockerName }, id] = [await add(), await anApplication(deps, world)];
    await mount(id, [at(volume)]);
    await enqueue(id);
    const first = await claimKind("deploy");
    const told = { id: volume, name: "data", dockerName, isAdopted: false };
    expect(first.payload).toMatchObject({ volumes: [{ ...told, isMade: false }], spec: { procedure: "replace" } });
    await client().finish(leaseOf(first), deployed());
    await enqueue(id);
    expect((await claimKind("deploy")).payload).toMatchObject({ volumes: [{ ...told, isMade: true }] });
  });

  test.each<[string, () => Promise<unknown> | unknown, string]>([
    ["in the trash", () => deps.db.update(schema.volume).set({ state: "trashed" }), "is in the trash"],
    ["gone", () => deps.db.delete(schema.volume), "begin without its data"],
  ])("whose volume is %s by then ends with the reason", async (_what, change, sentence) => {
    const [{ id: volume }, id] = [await add(), await anApplication(deps, world)];
    await mount(id, [at(volume)]);
    const { id: deployment } = await enqueue(id);
    await change();
    await expect(claimKind("deploy")).rejects.toThrow();
    const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, deployment));
    expect(row).toMatchObject({ status: "failed", cause: { sentence: expect.stringContaining(sentence) } });
  });
});

test("deleting an application leaves its volume", async () => {
  const [{ id: volume }, id] = [await add(), await anApplication(deps, world)];
  await mount(id, [at(volume)]);
  await deps.db.delete(schema.resource).where(eq(schema.resource.id, id));
  expect(await getVolume(deps, actor, { id: volume })).toMatchObject({ state: "active", usedBy: [] });
});
