import type { ContainerSettings, HostPort } from "@fairlead/runner/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { procedureFor } from "../../rules/compile-workload.ts";
import type { Actor } from "../../rules/permissions.ts";
import { anApplication } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { readSettings } from "./application-settings.ts";
import { getApplicationRow } from "./applications.store.ts";
import { updateApplication } from "./update-application.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = { ...(await aTeam(deps)), role: "admin" };
});
afterEach(() => deps.dispose());

const save = async (id: string, hostPort: HostPort | null, by: Actor = actor) =>
  updateApplication(deps, by, {
    id,
    set: { revision: await revisionOf(deps.db, "application", id), container: { hostPort } },
  });
const publish = async (id: string, publishedPorts: ContainerSettings["publishedPorts"], by: Actor = actor) =>
  updateApplication(deps, by, {
    id,
    set: { revision: await revisionOf(deps.db, "application", id), container: { publishedPorts } },
  });
const further = (port: number, of: Partial<ContainerSettings["publishedPorts"][number]> = {}) => ({
  ...{ port, address: "127.0.0.1", target: port, protocol: "tcp" as const },
  ...of,
});
const containerOf = async (id: string) => readSettings(await getApplicationRow(deps.db, actor.teamId, id)).container;
const here = (port: number): HostPort => ({ port, address: "127.0.0.1" });

test("an application is born without a port of the server, and deployed beside the version before", async () => {
  const { id } = await anApplication(deps, actor);
  const container = await containerOf(id);
  expect(container.hostPort).toBeNull();
  expect(procedureFor("ssh", container)).toEqual({ procedure: "overlap", because: null });
});

test("with one it is deployed by replacing, and without it as before", async () => {
  const { id } = await anApplication(deps, actor);
  await save(id, here(5_000));
  expect(procedureFor("ssh", await containerOf(id))).toEqual({
    procedure: "replace",
    because: expect.stringContaining("port 5000"),
  });
  await save(id, null);
  expect(procedureFor("ssh", await containerOf(id)).procedure).toBe("overlap");
});

test("a port that another application of the server has is refused with its name", async () => {
  const holder = await anApplication(deps, actor, { name: "ledger" });
  const { environmentId, destinationId } = holder;
  const { id } = await anApplication(deps, actor, { place: { environmentId, destinationId } });
  await save(holder.id, here(5_000));
  const refused = save(id, { port: 5_000, address: "0.0.0.0" });
  await expect(refused).rejects.toThrow(/5000 .* belongs to the application ledger already/);
  await save(id, { port: 5_000, address: "192.0.2.7" });
  await save(holder.id, here(5_000));
});

test.each([80, 443])("port %i is the proxy's", async (port) => {
  const { id } = await anApplication(deps, actor);
  await expect(save(id, here(port))).rejects.toThrow(/belongs to the proxy/);
});

test("only an admin opens one to others than the server itself; a member leaves it so, or closes it", async () => {
  const { id } = await anApplication(deps, actor);
  const member: Actor = { ...actor, role: "member" };
  const open = { port: 5_000, address: "0.0.0.0" };
  await save(id, here(5_000), member);
  await expect(save(id, open, member)).rejects.toMatchObject({
    fields: [{ path: "container.hostPort.address", message: expect.stringContaining("by an admin of the team") }],
  });
  await save(id, open);
  await save(id, open, member);
  await expect(save(id, { ...open, port: 5_001 }, member)).rejects.toThrow();
  await save(id, here(5_000), member);
  expect((await containerOf(id)).hostPort).toEqual(here(5_000));
});

describe("a further port of the server", () => {
  test("has it deployed by replacing", async () => {
    const { id } = await anApplication(deps, actor);
    await publish(id, [further(5_001), further(53, { protocol: "udp" })]);
    expect(procedureFor("ssh", await containerOf(id))).toEqual({
      procedure: "replace",
      because: expect.stringContaining("port 5001"),
    });
  });

  test("that another application of the server has, as its port or as a further one, is refused with its name", async () => {
    const holder = await anApplication(deps, actor, { name: "ledger" });
    const { environmentId, destinationId } = holder;
    const { id } = await anApplication(deps, actor, { place: { environmentId, destinationId } });
    await save(holder.id, here(5_000));
    await publish(holder.id, [further(53, { protocol: "udp" })]);
    await expect(publish(id, [further(5_001), further(5_000)])).rejects.toThrow(/5000 .* application ledger already/);
    await expect(publish(id, [further(53, { protocol: "udp", address: "0.0.0.0" })])).rejects.toThrow(
      /53\/udp .* application ledger already/,
    );
    await expect(save(id, here(5_000))).rejects.toThrow(/5000 .* application ledger already/);
    await publish(id, [further(53), further(5_000, { protocol: "udp" }), further(5_000, { address: "192.0.2.7" })]);
    await publish(holder.id, [further(53, { protocol: "udp" })]);
  });

  test("that is its own port of the server already is refused", async () => {
    const { id } = await anApplication(deps, actor);
    await save(id, here(5_000));
    await expect(publish(id, [further(5_000)])).rejects.toThrow(/name each once/);
  });

  test.each([80, 443])("is not %i, which is the proxy's", async (port) => {
    const { id } = await anApplication(deps, actor);
    await expect(publish(id, [further(port)])).rejects.toMatchObject({
      fields: [{ path: "container.publishedPorts", message: expect.stringContaining("belongs to the proxy") }],
    });
  });

  test("is opened to others than the server itself by an admin alone", async () => {
    const { id } = await anApplication(deps, actor);
    const member: Actor = { ...actor, role: "member" };
    const open = [further(5_000, { address: "0.0.0.0" })];
    await publish(id, [further(5_000)], member);
    await expect(publish(id, open, member)).rejects.toMatchObject({
      fields: [{ path: "container.publishedPorts", message: expect.stringContaining("by an admin of the team") }],
    });
    await publish(id, open);
    await publish(id, open, member);
  });
});
