import { schema } from "@fairlead/db";
import type { JobOutcome, RegistryLine } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRegistry } from "../places/registries/create-registry.ts";
import { updateApplication } from "../resources/applications/update-application.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../testing/flow.ts";
import { aRunnerClient, leaseOf } from "../testing/runner.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { followTags } from "./follow-tags.ts";

const image = "ghcr.io/acme/shop:1";
const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;
const minute = 60_000;
const trouble: RegistryLine = {
  name: "pull",
  state: "rate-limited",
  sentence: "ghcr.io takes no more requests for now.",
  nextAction: "Try again later.",
  retryAfterSeconds: 2 * 3_600,
};
const read = (digest: string | null, why: RegistryLine | null = null): JobOutcome => ({
  kind: "succeeded",
  result: { kind: "digest-read", digest, trouble: why },
});

describe("an application that follows its tag", () => {
  let deps: TestDeps;
  let world: FlowWorld;
  let runner: ReturnType<typeof aRunnerClient>;
  beforeEach(async () => {
    deps = await testDeps();
    world = await aFlowWorld(deps);
    runner = aRunnerClient(deps, world);
  });
  afterEach(() => deps.dispose());

  const anImage = (followTag: "off" | "tell" | "deploy") =>
    anApplication(deps, world, { repositoryUrl: null, repository: null, build: { kind: "image" }, image, followTag });
  async function look() {
    deps.clock.advance(6 * minute);
    await followTags(deps);
    return runner.claim();
  }
  async function looked(outcome: JobOutcome) {
    await runner.finish(leaseOf(await look()), outcome);
  }
  const rowOf = async (id: string) =>
    (await deps.db.select().from(schema.application).where(eq(schema.application.id, id)))[0];
  const deployments = () => deps.db.query.deployment.findMany();

  test("is looked at every five minutes with the login of its registry, and one that does not is not", async () => {
    await createRegistry(deps, world.actor, {
      address: "ghcr.io",
      username: "robot",
      password: "swordfish",
      serverId: null,
      pullImage: null,
      pushImage: null,
    });
    await deps.db.delete(schema.job);
    await anImage("off");
    expect(await look()).toBeNull();
    await anImage("tell");
    const claimed = await look();
    expect(claimed?.payload).toMatchObject({ kind: "read-digest", image });
    expect(claimed?.secrets.registries).toEqual([{ registry: "ghcr.io", username: "robot", password: "swordfish" }]);
    await followTags(deps);
    expect(await runner.claim()).toBeNull();
  });

  test("begins where the tag leads at the first look, and deploys what comes then, once", async () => {
    const id = await anImage("deploy");
    await looked(read(digestOf("1")));
    expect([await rowOf(id), await deployments()]).toMatchObject([{ seenDigest: digestOf("1") }, []]);
    await looked(read(digestOf("1")));
    expect(await deployments()).toEqual([]);
    await looked(read(digestOf("2")));
    expect(await deployments()).toMatchObject([{ resourceId: id, trigger: "tag" }]);
    expect(await rowOf(id)).toMatchObject({ seenDigest: digestOf("2") });
  });

  test("is deployed again when its tag goes back", async () => {
    const id = await anImage("deploy");
    for (const digit of ["1", "2"]) await looked(read(digestOf(digit)));
    await deps.db.delete(schema.job);
    await looked(read(digestOf("1")));
    expect(await deployments()).toHaveLength(2);
    expect(await rowOf(id)).toMatchObject({ seenDigest: digestOf("1") });
  });

  test("that is only told of deploys nothing", async () => {
    const id = await anImage("tell");
    for (const digit of ["1", "2"]) await looked(read(digestOf(digit)));
    expect([await rowOf(id), await deployments()]).toMatchObject([{ seenDigest: digestOf("2") }, []]);
  });

  test("leaves a registry alone as long as it says, shows why, and forgets that once it answers", async () => {
    const id = await anImage("tell");
    await looked(read(digestOf("1")));
    await looked(read(null, trouble));
    expect(await rowOf(id)).toMatchObject({ digestTrouble: { state: "rate-limited" }, seenDigest: digestOf("1") });
    deps.clock.advance(100 * minute);
    expect(await look()).toBeNull();
    deps.clock.advance(20 * minute);
    await looked(read(digestOf("1")));
    expect(await rowOf(id)).toMatchObject({ digestTrouble: null, seenDigest: digestOf("1") });
  });

  test("takes no look that began before it was given another image", async () => {
    const id = await anImage("deploy");
    await looked(read(digestOf("1")));
    const lease = leaseOf(await look());
    deps.clock.advance(minute);
    const origin = { kind: "image" as const, image: "ghcr.io/acme/shop:2", registryId: null };
    await updateApplication(deps, world.actor, { id, set: { revision: 1, origin } });
    await runner.finish(lease, read(digestOf("2")));
    expect([await rowOf(id), await deployments()]).toMatchObject([{ seenDigest: null, followTag: "deploy" }, []]);
  });

  test("is none of a digest, which is one image for ever", async () => {
    const id = await anImage("off");
    const origin = { kind: "image" as const, image: `ghcr.io/acme/shop@${digestOf("1")}`, registryId: null };
    const follow = (how: "tell" | "off") =>
      updateApplication(deps, world.actor, { id, set: { revision: 1, origin: { ...origin, follow: how } } });
    await expect(follow("tell")).rejects.toMatchObject({ fields: [{ path: "origin.follow" }] });
    await follow("off");
    expect(await rowOf(id)).toMatchObject({ followTag: "off" });
  });
});
