import { schema } from "@fairlead/db";
import type { Capability, ContainerSettings } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { readSettings } from "./application-settings.ts";
import { getApplicationRow } from "./applications.store.ts";
import { updateApplication } from "./update-application.ts";

let deps: TestDeps;
let admin: Actor;
let member: Actor;
beforeEach(async () => {
  deps = await testDeps();
  admin = { ...(await aTeam(deps)), role: "admin" };
  member = { ...admin, role: "member" };
});
afterEach(() => deps.dispose());

const save = async (actor: Actor, { id, capabilities }: { id: string; capabilities: Capability[] }) =>
  updateApplication(deps, actor, {
    id,
    set: { revision: await revisionOf(deps.db, "application", id), container: { capabilities } },
  });
const storedOf = async (id: string) =>
  readSettings(await getApplicationRow(deps.db, admin.teamId, id)).container.capabilities;

test("an application is born without any", async () => {
  const { id } = await anApplication(deps, admin);
  expect(await storedOf(id)).toEqual([]);
});

test("an admin grants one, and the audit log keeps which", async () => {
  const { id } = await anApplication(deps, admin);
  await save(admin, { id, capabilities: ["NET_RAW"] });
  expect(await storedOf(id)).toEqual(["NET_RAW"]);
  const [entry] = await deps.db.select().from(schema.audit).where(eq(schema.audit.action, "application.update"));
  expect(String(entry?.detail)).toContain('"capabilities":"NET_RAW"');
});

test("a member grants none", async () => {
  const { id } = await anApplication(deps, admin);
  await expect(save(member, { id, capabilities: ["NET_RAW"] })).rejects.toMatchObject({
    fields: [{ path: "container.capabilities", message: expect.stringContaining("by an admin of the team") }],
  });
  expect(await storedOf(id)).toEqual([]);
});

test.each<[what: string, setting: Partial<ContainerSettings>, field: string]>([
  ["a folder of the server", { hostMounts: [{ source: "/srv/a", path: "/a", isReadOnly: true }] }, "hostMounts"],
  ["a device", { devices: [{ path: "/dev/fuse", target: "/dev/fuse", access: "rwm" }] }, "devices"],
  ["a GPU", { gpus: "all" }, "gpus"],
  ["every right over the server", { isPrivileged: true }, "isPrivileged"],
])(
  "%s is an admin's to grant, stays when a member saves the rest, and is told in the audit log",
  async (_what, setting, field) => {
    const { id } = await anApplication(deps, admin);
    const set = async (actor: Actor, container: object) =>
      updateApplication(deps, actor, {
        id,
        set: { revision: await revisionOf(deps.db, "application", id), container },
      });
    await expect(set(member, setting)).rejects.toMatchObject({ fields: [{ path: `container.${field}` }] });
    await set(admin, setting);
    await set(member, { ...setting, stopGraceSeconds: 20 });
    expect(readSettings(await getApplicationRow(deps.db, admin.teamId, id)).container).toMatchObject(setting);
    const entries = await deps.db.select().from(schema.audit).where(eq(schema.audit.action, "application.update"));
    expect(entries.map(({ detail }) => String(detail)).join("\n")).toContain(`"${field}":`);
  },
);

test("a member leaves one as it is, and takes it away, but does not give it back", async () => {
  const { id } = await anApplication(deps, admin);
  await save(admin, { id, capabilities: ["NET_RAW", "IPC_LOCK"] });
  await save(member, { id, capabilities: ["IPC_LOCK", "NET_RAW"] });
  await save(member, { id, capabilities: ["IPC_LOCK"] });
  expect(await storedOf(id)).toEqual(["IPC_LOCK"]);
  await expect(save(member, { id, capabilities: ["IPC_LOCK", "NET_RAW"] })).rejects.toMatchObject({
    fields: [{ path: "container.capabilities", message: expect.stringContaining("NET_RAW") }],
  });
});

describe("labels, which other programs of the server obey", () => {
  const label = { name: "example.team", value: "shop" };
  const saveLabels = async (actor: Actor, { id, labels }: { id: string; labels: (typeof label)[] }) =>
    updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), container: { labels } },
    });
  const labelsOf = async (id: string) =>
    readSettings(await getApplicationRow(deps.db, admin.teamId, id)).container.labels;

  test("are an admin's to give, and the audit log keeps which", async () => {
    const { id } = await anApplication(deps, admin);
    await saveLabels(admin, { id, labels: [label] });
    expect(await labelsOf(id)).toEqual([label]);
    const [entry] = await deps.db.select().from(schema.audit).where(eq(schema.audit.action, "application.update"));
    expect(String(entry?.detail)).toContain('"labels":"example.team=shop"');
  });

  test("are left or taken away by a member, who neither gives nor changes one", async () => {
    const { id } = await anApplication(deps, admin);
    await saveLabels(admin, { id, labels: [label] });
    await saveLabels(member, { id, labels: [label] });
    for (const labels of [[{ ...label, value: "desk" }], [label, { name: "another", value: "" }]])
      await expect(saveLabels(member, { id, labels })).rejects.toMatchObject({
        fields: [{ path: "container.labels", message: expect.stringContaining("by an admin of the team") }],
      });
    await saveLabels(member, { id, labels: [] });
    expect(await labelsOf(id)).toEqual([]);
  });
});
