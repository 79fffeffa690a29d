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

  test.each(["ghcr.io", "https://GHCR.IO"])(
    "has one login: another one for %s is refused by its field",
    async (address) => {
      await add(ghcr);
      const second = await add({ ...ghcr, address });
      expect([second.status, second.body.code]).toEqual([409, "registry.exists"]);
      expect(second.body.errors).toEqual([{ path: "address", message: expect.stringContaining("change that one") }]);
      const other = (await add({ ...ghcr, address: "docker.io" })).body;
      const moved = await save(other.id, { revision: 1, address, password: "x" });
      expect([moved.status, moved.body.code]).toEqual([409, "registry.exists"]);
    },
  );

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
  async function given(application: Given) {
    const applicationId = await anApplication(deps, world, application);
    await enqueueDeployment(deps, { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: null });
    return (await runner.claim())?.secrets.registries.map(({ registry, password }) => [registry, password]);
  }
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
