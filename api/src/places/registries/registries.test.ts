import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { rollbackDeployment } from "../../releases/deployments/rollback-deployment.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aFullTeam, type FullTeam } from "../../testing/full-team.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestApp, testApp } from "../../testing/test-app.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createRegistry } from "./create-registry.ts";
import { updateRegistry } from "./update-registry.ts";

const untried = { serverId: null, pullImage: null, pushImage: null };
const ghcr = { address: "ghcr.io", username: "robot", password: "of-ghcr" };

describe("a registry of a team", () => {
  let world: TestApp;
  let team: FullTeam;
  beforeEach(async () => {
    world = await testApp();
    team = await aFullTeam(world, "mine");
  });
  afterEach(() => world.deps.dispose());

  const by = () => ({ token: team.tokens.admin });
  const add = (json: object) => world.send("/api/v1/registries", { json, ...by() });
  const save = (id: unknown, json: object) =>
    world.send(`/api/v1/registries/${id}`, { method: "PATCH", json, ...by() });
  const passwordOf = async (id: unknown) =>
    (await world.deps.db.query.registry.findMany()).find((row) => row.id === id)?.password;

  test("is added, listed and deleted, each told to the audit without its password", async () => {
    const { body } = await add(ghcr);
    expect(body).toMatchObject({ address: "ghcr.io", username: "robot", revision: 1 });
    expect((await world.send("/api/v1/registries", by())).body.items).toHaveLength(2);
    expect((await world.send(`/api/v1/registries/${body.id}`, { method: "DELETE", ...by() })).status).toBe(204);
    expect((await world.send(`/api/v1/registries/${body.id}`, by())).status).toBe(404);
    const { text } = await world.send("/api/v1/audit", { token: team.tokens.owner });
    expect(text.match(/"registry\.(create|delete)"/g)).toHaveLength(3);
    expect(text).not.toContain(ghcr.password);
  });

  test.each([
    ["https://GHCR.io/", "ghcr.io"],
    ["https://index.docker.io/v1/", "docker.io"],
    ["registry.example.com:5000", "registry.example.com:5000"],
  ])("is stored by its one name, however it is typed: %s", async (typed, address) => {
    expect((await add({ ...ghcr, address: typed })).body).toMatchObject({ address });
  });

  test("is refused with the part of its address that is wrong", async () => {
    const refused = await add({ ...ghcr, address: "ghcr.io/acme/base" });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ path: "address", message: expect.stringContaining("without a path, so ghcr.io") }],
    ]);
  });

  const standing = async () => {
    const { body } = await world.send("/api/v1/registries", by());
    const items = (body.items as { address: string; name: string; isDefault: boolean }[]).toReversed();
    return items.flatMap(({ address, name, isDefault }) => (address === "ghcr.io" ? [`${name} ${isDefault}`] : []));
  };

  test("may have several logins, the first of which is used where none is chosen", async () => {
    await add(ghcr);
    await add({ ...ghcr, address: "https://GHCR.IO", username: "second", name: "for pushing" });
    expect(await standing()).toEqual(["ghcr.io true", "for pushing false"]);
  });

  test("has one default, whichever was said to be it last, and may have none", async () => {
    const first = (await add(ghcr)).body;
    const second = (await add({ ...ghcr, name: "second", isDefault: true })).body;
    expect(await standing()).toEqual(["ghcr.io false", "second true"]);
    // Its row was changed by the other's, so it is read again first.
    expect((await save(first.id, { revision: 1, isDefault: true })).status).toBe(409);
    expect((await save(first.id, { revision: 2, isDefault: true })).body).toMatchObject({ isDefault: true });
    expect(await standing()).toEqual(["ghcr.io true", "second false"]);
    await save(first.id, { revision: 3, isDefault: false });
    expect(await standing()).toEqual(["ghcr.io false", "second false"]);
    expect((await save(second.id, { revision: 2, name: "second one" })).body).toMatchObject({ isDefault: false });
  });

  test("that moves to an address takes no default away there", async () => {
    await add(ghcr);
    const other = (await add({ ...ghcr, name: "other", address: "docker.io" })).body;
    await save(other.id, { revision: 1, address: "ghcr.io", password: "x" });
    expect(await standing()).toEqual(["ghcr.io true", "other false"]);
  });

  describe("that applications chose", () => {
    let id: unknown;
    beforeEach(async () => {
      ({ id } = (await add(ghcr)).body);
      const origin = { kind: "image", image: "ghcr.io/acme/shop:1", registryId: id };
      const placed = { environmentId: team.ids.environments, destinationId: team.ids.destinations };
      for (const name of ["front", "back"])
        await world.send("/api/v1/applications", { json: { ...placed, name, origin }, token: team.tokens.member });
    });

    test("stays, and who chose it is named", async () => {
      const refused = await world.send(`/api/v1/registries/${id}`, { method: "DELETE", ...by() });
      expect([refused.status, refused.body.code]).toEqual([409, "registry.in_use"]);
      expect(refused.text).toContain("front, back");
      const { body } = await world.send(`/api/v1/registries/${id}/users`, by());
      expect(body.applications).toMatchObject([
        { name: "front", as: "chosen" },
        { name: "back", as: "chosen" },
      ]);
    });

    test("stays at its address", async () => {
      const refused = await save(id, { revision: 1, address: "docker.io", password: "x" });
      expect([refused.status, refused.body.code]).toEqual([409, "registry.in_use"]);
    });
  });

  test("may have the whole text of a key file for its password", async () => {
    const made = await add({
      address: "europe-docker.pkg.dev",
      username: "_json_key",
      password: '{\n  "type": "x"\n}\n',
    });
    expect(made.status).toBe(201);
  });

  test.each([{ address: "evil.example" }, { username: "other" }])(
    "asks for its password again when it is given %o",
    async (change) => {
      const { body } = await add(ghcr);
      const refused = await save(body.id, { revision: 1, ...change });
      expect([refused.status, refused.body.errors]).toEqual([
        400,
        [{ path: "password", message: expect.stringContaining("is needed again") }],
      ]);
      expect((await save(body.id, { revision: 1, ...change, password: "new" })).body).toMatchObject(change);
    },
  );

  test("keeps its password when what was stored is saved again", async () => {
    const { body } = await add(ghcr);
    const before = await passwordOf(body.id);
    expect((await save(body.id, { revision: 1, address: "https://ghcr.io/", username: "robot" })).status).toBe(200);
    expect(await passwordOf(body.id)).toBe(before);
  });
});

describe("a job is given the team's logins", () => {
  let deps: TestDeps;
  let world: FlowWorld;
  let runner: ReturnType<typeof aRunnerClient>;
  beforeEach(async () => {
    deps = await testDeps();
    world = await aFlowWorld(deps);
    runner = aRunnerClient(deps, world);
    for (const address of ["ghcr.io", "docker.io", "registry.example.com:5000"])
      await createRegistry(deps, world.actor, {
        ...untried,
        address,
        username: "robot",
        password: `of ${address}`,
      });
    // What tries them would be claimed first.
    await deps.db.delete(schema.job);
  });
  afterEach(() => deps.dispose());

  type Given = Parameters<typeof anApplication>[2];
  const noGit = { repositoryUrl: null, repository: null, build: { kind: "image" } } as const;
  async function claimed(application: Given) {
    const applicationId = await anApplication(deps, world, application);
    await enqueueDeployment(deps, { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: null });
    return (await runner.claim())?.secrets;
  }
  const given = async (application: Given) =>
    (await claimed(application))?.registries.map(({ registry, password }) => [registry, password]);
  const site = { kind: "static", context: ".", directory: ".", spaFallback: false, noCache: false } as const;

  test("all of them for a Dockerfile, whose base images nobody knows before, each with its address", async () => {
    expect(await given({})).toEqual([
      ["ghcr.io", "of ghcr.io"],
      ["docker.io", "of docker.io"],
      ["registry.example.com:5000", "of registry.example.com:5000"],
    ]);
  });

  test("only those of the images that a static site is made of", async () => {
    const build = { ...site, command: "make", builderImage: "ghcr.io/acme/node:24" };
    expect(await given({ build })).toEqual([
      ["ghcr.io", "of ghcr.io"],
      ["docker.io", "of docker.io"],
    ]);
  });

  test.each([
    ["index.docker.io/acme/shop", [["docker.io", "of docker.io"]]],
    ["registry.example.com:5000/shop:1", [["registry.example.com:5000", "of registry.example.com:5000"]]],
    ["registry.example.com/shop:1", []],
  ])("only that of its registry for the image %s", async (image, logins) => {
    expect(await given({ ...noGit, image })).toEqual(logins);
  });

  test("the one that an image chose, which goes before the default of its address", async () => {
    const other = { ...untried, name: "second", address: "ghcr.io", username: "second", password: "of the second" };
    const { id: registryId } = await createRegistry(deps, world.actor, other);
    await deps.db.delete(schema.job);
    expect(await given({})).toContainEqual(["ghcr.io", "of ghcr.io"]);
    await deps.db.delete(schema.job);
    const chosen = await claimed({ ...noGit, image: "ghcr.io/acme/shop:1", registryId });
    expect(chosen).toMatchObject({ registry: { username: "second", password: "of the second" }, registries: [] });
  });

  test("that was an application's own once, still sealed for its settings, until it is entered again", async () => {
    const [row] = await deps.db.select().from(schema.registry).where(eq(schema.registry.address, "ghcr.io"));
    const id = row?.id ?? "";
    const application = deps.ids.next("application");
    const place = { table: "application", column: "registry_password", row: application, team: world.teamId };
    const password = await deps.secrets.seal(world.wrappedKey, place, "as it was");
    const moved = { password, sealedFor: application };
    await deps.db.update(schema.registry).set(moved).where(eq(schema.registry.id, id));
    const image = { ...noGit, image: "ghcr.io/acme/shop:1", registryId: id };
    expect(await claimed(image)).toMatchObject({ registry: { password: "as it was" } });
    await deps.db.delete(schema.job);
    await updateRegistry(deps, world.actor, { id, set: { revision: 1, password: "anew" } });
    await deps.db.delete(schema.job).where(eq(schema.job.subjectId, id));
    expect(await claimed(image)).toMatchObject({ registry: { password: "anew" } });
    expect(await deps.db.select().from(schema.registry).where(eq(schema.registry.id, id))).toMatchObject([
      { sealedFor: null },
    ]);
  });

  test("the default again for a release that was made with a choice which is gone", async () => {
    const [row] = await deps.db.select().from(schema.registry).where(eq(schema.registry.address, "ghcr.io"));
    const image = { ...noGit, image: "ghcr.io/acme/shop:1", registryId: row?.id ?? "" };
    const applicationId = await anApplication(deps, world, image);
    await enqueueDeployment(deps, { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: null });
    await deps.db.update(schema.application).set({ registryId: null });
    expect((await runner.claim())?.secrets).toMatchObject({ registry: { username: "robot", password: "of ghcr.io" } });
  });

  test("none for an image that is only started again", async () => {
    const applicationId = await anApplication(deps, world, {});
    const deploy = () =>
      enqueueDeployment(deps, { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: null });
    const { id } = await deploy();
    await runner.finish(leaseOf(await runner.claim()), deployed());
    await deploy();
    await runner.finish(leaseOf(await runner.claim()), deployed());
    await rollbackDeployment(deps, world.actor, { id });
    expect((await runner.claim())?.secrets.registries).toEqual([]);
  });

  test("none of another team", async () => {
    await deps.db.update(schema.registry).set({ teamId: (await aFlowWorld(deps)).teamId });
    expect(await given({})).toEqual([]);
  });

  test("none whose address was changed beside its password: it does not open, and the deployment says so", async () => {
    await deps.db
      .update(schema.registry)
      .set({ address: "evil.example" })
      .where(eq(schema.registry.address, "ghcr.io"));
    expect(await given({})).toBeUndefined();
    const [deployment] = await deps.db.query.deployment.findMany();
    expect(deployment).toMatchObject({
      status: "failed",
      cause: {
        sentence: expect.stringContaining("password of a registry"),
        nextAction: expect.stringContaining("Settings, Registries"),
      },
    });
  });
});
