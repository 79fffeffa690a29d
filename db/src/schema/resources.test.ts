import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../client.ts";
import { migrate } from "../migrate.ts";
import { application } from "./applications.ts";
import { resource } from "./resources.ts";
import { team } from "./teams.ts";
import { variable } from "./variables.ts";

// What the database itself holds of resources, whoever writes to it.

let db: Database;
beforeEach(async () => {
  db = openDatabase("file::memory:");
  await migrate(db);
  await db.$client.executeMultiple(`PRAGMA foreign_keys = OFF;
    INSERT INTO team (id, name, wrapped_key, created_at, updated_at) VALUES ('t1', 'one', 'k', 1, 1), ('t2', 'two', 'k', 1, 1);
    INSERT INTO project (id, team_id, name, description, created_at, updated_at) VALUES ('p', 't1', 'shop', '', 1, 1);
    INSERT INTO environment (id, team_id, project_id, name, is_default, created_at, updated_at)
      VALUES ('e1', 't1', 'p', 'production', 1, 1, 1), ('e2', 't1', 'p', 'staging', 0, 1, 1);
    INSERT INTO destination (id, team_id, server_id, name, network, created_at, updated_at) VALUES ('d', 't1', 's', 'main', 'n', 1, 1);
    PRAGMA foreign_keys = ON;`);
});
afterEach(() => db.$client.close());

const usual = {
  teamId: "t1",
  kind: "application",
  environmentId: "e1",
  destinationId: "d",
  state: "new",
  createdAt: 1,
  updatedAt: 1,
} as const;
type Given = Partial<typeof resource.$inferInsert> & { id: string };
const add = (given: Given) => db.insert(resource).values({ ...usual, name: given.id, ...given });
const refused = (constraint: string) =>
  expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining(constraint) }) });

describe("a name", () => {
  test("is taken once an environment", async () => {
    await add({ id: "a", name: "web" });
    await add({ id: "b", name: "web", environmentId: "e2" });
    await expect(add({ id: "c", name: "web" })).rejects.toEqual(refused("resource.environment_id, resource.name"));
  });

  test("of a component is its service's affair", async () => {
    await add({ id: "a", name: "web" });
    await add({ id: "b", name: "web", serviceId: "s1", component: "web" });
    await add({ id: "c", name: "web", serviceId: "s2", component: "web" });
  });
});

describe("a component", () => {
  test("stands once in its service", async () => {
    await add({ id: "a", serviceId: "s1", component: "web" });
    await add({ id: "b", serviceId: "s1", component: "worker" });
    await expect(add({ id: "c", serviceId: "s1", component: "web" })).rejects.toEqual(
      refused("resource.service_id, resource.component"),
    );
  });

  test.each([
    ["a service without a component", { serviceId: "s1" }],
    ["a component without a service", { component: "web" }],
  ])("%s is refused", async (_name, half) => {
    await expect(add({ id: "a", ...half })).rejects.toEqual(refused("resource_component_of_service"));
  });
});

describe("a preview", () => {
  test("is one of a resource of its own team", async () => {
    await add({ id: "a" });
    await add({ id: "b", previewOf: "a" });
    await expect(add({ id: "c", previewOf: "a", teamId: "t2" })).rejects.toEqual(refused("FOREIGN KEY"));
    await expect(add({ id: "d", previewOf: "nobody" })).rejects.toEqual(refused("FOREIGN KEY"));
  });

  test("is of its kind", async () => {
    await add({ id: "a" });
    await db.$client.execute("UPDATE resource SET kind = 'other' WHERE id = 'a'");
    await expect(add({ id: "b", previewOf: "a" })).rejects.toEqual(refused("FOREIGN KEY"));
  });

  test("goes before its resource, and with their team", async () => {
    await add({ id: "a" });
    await add({ id: "b", previewOf: "a" });
    await expect(db.delete(resource).where(eq(resource.id, "a"))).rejects.toEqual(refused("FOREIGN KEY"));
    await db.delete(resource).where(eq(resource.id, "b"));
    await add({ id: "c", previewOf: "a" });
    await db.delete(team).where(eq(team.id, "t1"));
    expect(await db.select().from(resource)).toEqual([]);
  });
});

test("what hangs on a resource goes with it: the settings of its kind and its variables", async () => {
  await add({ id: "a" });
  const values = { resourceId: "a", key: "KEY", value: "sealed", scope: "both", isSecret: true } as const;
  await db.insert(variable).values({ ...values, id: "v", teamId: "t1", createdAt: 1, updatedAt: 1 });
  await db.$client.execute(`INSERT INTO application (id, team_id, auto_deploy, watch_paths, submodules, lfs, build, container)
    VALUES ('a', 't1', 0, '[]', 0, 0, '{}', '{}')`);
  await db.delete(resource).where(eq(resource.id, "a"));
  expect(await db.select({ id: application.id }).from(application)).toEqual([]);
  expect(await db.select().from(variable)).toEqual([]);
});

test("settings of a kind stand on a resource", async () => {
  const orphan =
    db.$client.execute(`INSERT INTO application (id, team_id, auto_deploy, watch_paths, submodules, lfs, build, container)
    VALUES ('nobody', 't1', 0, '[]', 0, 0, '{}', '{}')`);
  await expect(orphan).rejects.toThrow("FOREIGN KEY");
});
