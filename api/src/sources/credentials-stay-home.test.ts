import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pollHeads } from "../pushes/poll-heads.ts";
import { enqueueDeployment } from "../releases/deployments/enqueue-deployment.ts";
import { rollbackDeployment } from "../releases/deployments/rollback-deployment.ts";
import type { UpdateApplication } from "../resources/applications/applications.schemas.ts";
import { getApplicationRow } from "../resources/applications/applications.store.ts";
import { updateApplication } from "../resources/applications/update-application.ts";
import type { Actor } from "../rules/permissions.ts";
import { aRegistry } from "../testing/a-registry.ts";
import { shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { revisionOf } from "../testing/revision-of.ts";
import { aRunnerClient, deployed, leaseOf } from "../testing/runner.ts";
import { aMember, type TestDeps, testDeps } from "../testing/test-deps.ts";
import { listStrangers } from "./list-strangers.ts";
import type { UpdateSource } from "./sources.schemas.ts";
import { updateSource } from "./update-source.ts";

let deps: TestDeps;
let world: FlowWorld;
let forge: ReturnType<typeof aFakeForge>;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  forge = aFakeForge({ "https://forge.test/ada/shop.git main": shaOf("a") });
  deps = { ...(await testDeps()), egress: (...sent) => forge.egress(...sent) };
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

const elsewhere = "https://evil.test/ada/shop.git";
const deploy = (applicationId: string) =>
  enqueueDeployment(deps, { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: null });
const placedOf = (id: string) => getApplicationRow(deps.db, world.teamId, id);
const deploymentOf = async (id: string) =>
  (await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, id)))[0];
const git = (sourceId: string | null, repositoryUrl: string) => ({
  origin: {
    kind: "git" as const,
    sourceId,
    repositoryUrl,
    branch: "main",
    autoDeploy: true,
    watchPaths: [],
    submodules: false,
    lfs: false,
  },
});
const image = async (reference: string, password: string) => {
  const address = reference.split("/")[0] ?? "";
  const registryId = await aRegistry(deps, world.actor, { address, password });
  return {
    origin: { kind: "image" as const, image: reference, registryId },
    build: { kind: "image" as const },
  };
};

/** As whoever has just read the row. */
const saveApplication = async (actor: Actor, { id, set }: { id: string; set: Omit<UpdateApplication, "revision"> }) =>
  updateApplication(deps, actor, { id, set: { ...set, revision: await revisionOf(deps.db, "application", id) } });
const saveSource = async (actor: Actor, { id, set }: { id: string; set: Omit<UpdateSource, "revision"> }) =>
  updateSource(deps, actor, { id, set: { ...set, revision: await revisionOf(deps.db, "source", id) } });

describe("a source that is given an address and a token", () => {
  test("a member's application on a host of their own never gets the token of the source it was saved on", async () => {
    const { id: sourceId } = await aSource(deps, world, { forge: "git" });
    const member = await aMember(deps, world.teamId, "member");
    const id = await anApplication(deps, world, { repositoryUrl: "https://forge.test/ada/shop.git" });
    await saveApplication(member, { id, set: git(sourceId, elsewhere) });

    const set = { baseUrl: "https://forge.test", auth: "token" as const, token: "s3cret" };
    await expect(saveSource(world.actor, { id: sourceId, set })).rejects.toMatchObject({
      code: "source.strangers",
      fields: [{ path: "baseUrl", message: expect.stringContaining(elsewhere) }],
    });
    await saveSource(world.actor, { id: sourceId, set: { ...set, detach: true } });
    expect(await placedOf(id)).toMatchObject({ sourceId: null, repositoryUrl: elsewhere });
    deps.clock.advance(5 * 60_000);
    await pollHeads(deps);
    expect(forge.asked.map(({ authorization }) => authorization)).not.toContainEqual(expect.stringContaining("Basic"));
  });

  test("before it is saved, who would lose the source is told", async () => {
    const { id: sourceId } = await aSource(deps, world, { forge: "git" });
    await anApplication(deps, world, { sourceId });
    const id = await anApplication(deps, world, { sourceId, repositoryUrl: elsewhere });
    const ask = (baseUrl?: string) =>
      listStrangers(deps, world.actor, { id: sourceId, wanted: { baseUrl, auth: "token" } });
    expect(await ask("https://forge.test")).toMatchObject([{ id, repositoryUrl: elsewhere }]);
    expect(await listStrangers(deps, world.actor, { id: sourceId, wanted: {} })).toEqual([]);
  });

  test("a change that leaves the address alone asks nobody to part", async () => {
    const { id: sourceId } = await aSource(deps, world, { baseUrl: "https://forge.test" });
    const id = await anApplication(deps, world, { sourceId, repositoryUrl: elsewhere });
    await saveSource(world.actor, { id: sourceId, set: { name: "other" } });
    expect(await placedOf(id)).toMatchObject({ sourceId });
  });
});

describe("a private host that the operator allowed", () => {
  test("is asked for the source that an admin gave it to, and for nobody who only typed it", async () => {
    const { id: sourceId } = await aSource(deps, world, { baseUrl: "https://forge.test" });
    const asked: unknown[] = [];
    deps.egress = (url, init) => {
      asked.push(init.onlyPublic);
      return forge.egress(url, init);
    };
    await anApplication(deps, world, { sourceId });
    await pollHeads(deps);
    expect(new Set(asked.splice(0))).toEqual(new Set([false]));
    await anApplication(deps, world, { sourceId: null });
    await pollHeads(deps);
    expect(new Set(asked)).toEqual(new Set([true]));
  });
});

describe("a row as an earlier version left it: a source's token, a repository elsewhere", () => {
  const aStranger = async (given: Partial<typeof schema.source.$inferInsert> = {}) => {
    const { id: sourceId } = await aSource(deps, world, { plainToken: "s3cret", ...given });
    return anApplication(deps, world, { sourceId, repositoryUrl: elsewhere, lastSeenHead: shaOf("b") });
  };

  test.each([
    ["another address", {}],
    ["no address", { baseUrl: null }],
  ])("the poll asks nothing of it when its source has %s", async (_name, given) => {
    await aStranger(given);
    await pollHeads(deps);
    expect(forge.asked).toEqual([]);
  });

  test("no runner is sent to it with a deploy key", async () => {
    const key = { auth: "deploy-key", deployKeyPublic: "ssh-ed25519 AAAA", deployKeyRunnerId: world.runnerId } as const;
    const { id: sourceId } = await aSource(deps, world, { ...key, baseUrl: "https://forge.test" });
    await anApplication(deps, world, { sourceId, repositoryUrl: "git@evil.test:ada/shop.git" });
    await pollHeads(deps);
    expect(await deps.db.select().from(schema.job)).toEqual([]);
  });

  test("it is not deployed, and the words name the mend", async () => {
    await expect(deploy(await aStranger())).rejects.toMatchObject({
      code: "source.elsewhere",
      message: expect.stringMatching(/must lie under https:\/\/forge\.test.*another source/),
    });
  });
});

describe("a deployment that waits in the queue", () => {
  test("is read with the source that it was enqueued with, whatever its application was given since", async () => {
    const first = await aSource(deps, world, { plainToken: "token-of-the-first", tokenUser: "one" });
    const second = await aSource(deps, world, { plainToken: "token-of-the-second", baseUrl: "https://other.test" });
    const id = await anApplication(deps, world, { sourceId: first.id });
    await deploy(id);
    await saveApplication(world.actor, { id, set: git(second.id, "https://other.test/x/y.git") });
    const answer = await runner.claim();
    expect(answer?.payload).toMatchObject({ spec: { source: { url: "https://forge.test/ada/shop.git" } } });
    expect(answer?.secrets).toMatchObject({ gitToken: "token-of-the-first", gitUser: "one" });
  });

  test("fails in words when its source has moved elsewhere since", async () => {
    const { id: sourceId } = await aSource(deps, world, { plainToken: "old" });
    const { id } = await deploy(await anApplication(deps, world, { sourceId }));
    const set = { baseUrl: "https://other.test", token: "new", detach: true };
    await saveSource(world.actor, { id: sourceId, set });
    expect(await runner.claim()).toBeNull();
    expect(await deploymentOf(id)).toMatchObject({
      status: "failed",
      cause: { sentence: expect.stringContaining("must lie under https://other.test") },
    });
  });

  test("fails in the same words when it is read with a key", async () => {
    const key = { auth: "deploy-key", deployKeyPublic: "ssh-ed25519 AAAA", deployKeyRunnerId: world.runnerId } as const;
    const { id: sourceId } = await aSource(deps, world, { ...key, baseUrl: "https://forge.test" });
    const repositoryUrl = "git@forge.test:ada/shop.git";
    const { id } = await deploy(await anApplication(deps, world, { sourceId, repositoryUrl }));
    await saveSource(world.actor, { id: sourceId, set: { baseUrl: "https://other.test", detach: true } });
    expect(await runner.claim()).toBeNull();
    expect(await deploymentOf(id)).toMatchObject({
      cause: { sentence: expect.stringContaining("must lie under https://other.test") },
    });
  });

  test("tells the runner the endpoints of its source, which may lie inside, and no others", async () => {
    const { id: sourceId } = await aSource(deps, world, { baseUrl: "https://forge.test" });
    await deploy(await anApplication(deps, world, { sourceId }));
    expect((await runner.claim())?.payload).toMatchObject({ inside: ["forge.test:443"] });
    await runner.finish(leaseOf(await runner.claim()), deployed());
    await deploy(await anApplication(deps, world, { sourceId: null }));
    expect((await runner.claim())?.payload).toMatchObject({ inside: [] });
  });

  test.each([
    ["https://forge.test/git", "https://forge.test/git/ada/shop.git", "git"],
    ["https://forge.test/git/", "git@forge.test:ada/shop.git", "git"],
    ["https://forge.test", "https://forge.test/ada/shop.git", ""],
    [null, "https://forge.test/git/ada/shop.git", ""],
  ])("tells the runner the folder of a forge at %s for %s", async (baseUrl, repositoryUrl, forgePath) => {
    const { id: sourceId } = await aSource(deps, world, { baseUrl });
    await deploy(await anApplication(deps, world, { sourceId, repositoryUrl }));
    expect((await runner.claim())?.payload).toMatchObject({ forgePath });
  });

  test("never gets the login of another registry than that of its image", async () => {
    const id = await anApplication(deps, world);
    await saveApplication(world.actor, { id, set: await image("evil.test/shop:1", "first") });
    const { id: deployment } = await deploy(id);
    await saveApplication(world.actor, { id, set: await image("ghcr.io/harbour/shop:1", "s3cret") });
    expect(await runner.claim()).toBeNull();
    expect(await deploymentOf(deployment)).toMatchObject({
      status: "failed",
      cause: { sentence: expect.stringContaining("is for the registry ghcr.io") },
    });
  });

  test("of a repository brings no login of a registry, and of an image no token of a source", async () => {
    const { id: sourceId } = await aSource(deps, world, { plainToken: "s3cret" });
    const id = await anApplication(deps, world, { sourceId });
    await deploy(id);
    await saveApplication(world.actor, { id, set: await image("ghcr.io/harbour/shop:1", "registry-s3cret") });
    expect((await runner.claim())?.secrets).toMatchObject({ gitToken: "s3cret", registry: null });
  });

  test("and that only starts an earlier image again brings no credentials at all", async () => {
    const { id: sourceId } = await aSource(deps, world, { plainToken: "s3cret" });
    const applicationId = await anApplication(deps, world, { sourceId });
    const { id } = await deploy(applicationId);
    await runner.finish(leaseOf(await runner.claim()), deployed());
    await deploy(applicationId);
    await runner.finish(leaseOf(await runner.claim()), deployed());
    await rollbackDeployment(deps, world.actor, { id });
    expect((await runner.claim())?.secrets).toMatchObject({ gitToken: null, registry: null });
  });
});
