import { schema } from "@fairlead/db";
import type { Cause, JobOutcome, RegistryLine } from "@fairlead/runner/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { checkRegistry } from "./check-registry.ts";
import { createRegistry } from "./create-registry.ts";
import { getRegistry } from "./get-registry.ts";
import { listUsers } from "./list-users.ts";
import { toRegistryView } from "./to-registry-view.ts";
import { updateRegistry } from "./update-registry.ts";

const password = "swordfish";
const pullImage = "ghcr.io/acme/shop:1";
const pushImage = "ghcr.io/acme/shop";
const ghcr = { address: "ghcr.io", username: "robot", password, serverId: null, pullImage, pushImage };

const line = (state: RegistryLine["state"], name: RegistryLine["name"] = "login"): RegistryLine => ({
  name,
  state,
  sentence: `It is ${state}.`,
  nextAction: null,
  retryAfterSeconds: state === "rate-limited" ? 60 : null,
});
const found = (...lines: RegistryLine[]): JobOutcome => ({
  kind: "succeeded",
  result: { kind: "registry-checked", lines },
});

describe("a registry that was saved", () => {
  let deps: TestDeps;
  let world: FlowWorld;
  let runner: ReturnType<typeof aRunnerClient>;
  beforeEach(async () => {
    deps = await testDeps();
    world = await aFlowWorld(deps);
    runner = aRunnerClient(deps, world);
  });
  afterEach(() => deps.dispose());

  const add = () => createRegistry(deps, world.actor, ghcr);
  const view = async (id: string) => toRegistryView(await getRegistry(deps, world.actor, { id }));
  async function tried(outcome: JobOutcome) {
    const { id } = await add();
    await runner.finish(leaseOf(await runner.claim()), outcome);
    return view(id);
  }

  test("is tried with its login from a server of the team, at its own registry", async () => {
    const { id } = await add();
    expect(await view(id)).toMatchObject({ state: "checking", lines: [] });
    const claimed = await runner.claim();
    expect(claimed?.payload).toMatchObject({
      kind: "check-registry",
      registry: "ghcr.io",
      pull: pullImage,
      push: pushImage,
    });
    expect(claimed?.secrets.registries).toEqual([{ registry: "ghcr.io", username: "robot", password }]);
    expect(JSON.stringify(claimed?.payload)).not.toContain(password);
    expect(await deps.db.query.job.findMany()).toMatchObject([{ subjectKind: "registry", subjectId: id }]);
  });

  test.each([
    [[line("ok"), line("ok", "pull"), line("ok", "push")], "ok"],
    [[line("ok"), line("denied", "pull"), line("ok", "push")], "denied"],
    [[line("rate-limited")], "rate-limited"],
    [[line("expired")], "expired"],
  ])("shows what was found: %o", async (lines, state) => {
    expect(await tried(found(...lines))).toMatchObject({
      state,
      lines,
      note: null,
      checkedFrom: expect.any(String),
      checkedAt: expect.any(Number),
    });
  });

  test("says why it could not be tried", async () => {
    const cause: Cause = {
      class: "server-unreachable",
      step: "connect",
      sentence: "The server does not answer.",
      evidence: [],
      nextAction: "See that it is up.",
    };
    expect(await tried({ kind: "failed", cause })).toMatchObject({
      state: "unchecked",
      lines: [],
      note: { sentence: cause.sentence, nextAction: cause.nextAction },
    });
  });

  test("takes no finding about the login before", async () => {
    const { id } = await add();
    const lease = leaseOf(await runner.claim());
    deps.clock.advance(10);
    await updateRegistry(deps, world.actor, { id, set: { revision: 1, password: "another" } });
    await runner.finish(lease, found(line("refused")));
    expect(await view(id)).toMatchObject({ state: "checking", lines: [] });
    expect((await runner.claim())?.secrets.registries).toMatchObject([{ password: "another" }]);
  });

  test("is tried again when asked; asked twice it is one job", async () => {
    const { id } = await tried(found(line("slow")));
    deps.clock.advance(10);
    await checkRegistry(deps, world.actor, { id });
    await checkRegistry(deps, world.actor, { id });
    expect(await view(id)).toMatchObject({ state: "checking" });
    await runner.finish(leaseOf(await runner.claim()), found(line("ok")));
    expect(await view(id)).toMatchObject({ state: "ok" });
    expect(await runner.claim()).toBeNull();
  });

  test("is not tried while no server is up, and says so when asked", async () => {
    await deps.db.update(schema.server).set({ state: "unreachable" });
    const { id } = await add();
    const note = { sentence: expect.stringContaining("none is up"), nextAction: expect.any(String) };
    expect(await view(id)).toMatchObject({ state: "unchecked", note });
    await checkRegistry(deps, world.actor, { id });
    expect(await view(id)).toMatchObject({ state: "unchecked", note });
  });

  test("is tried at no server of another team", async () => {
    const { serverId } = await aFlowWorld(deps);
    await expect(createRegistry(deps, world.actor, { ...ghcr, serverId })).rejects.toMatchObject({
      code: "server.not_found",
    });
  });

  test.each(["pullImage", "pushImage"] as const)("is tried with no image of another registry: %s", async (field) => {
    await expect(createRegistry(deps, world.actor, { ...ghcr, [field]: "docker.io/acme/shop" })).rejects.toMatchObject({
      fields: [{ path: field, message: expect.stringContaining("must be of ghcr.io") }],
    });
  });

  test("names the applications that pull from it", async () => {
    const { id } = await add();
    const noGit = { repositoryUrl: null, repository: null, build: { kind: "image" } } as const;
    const builderImage = "ghcr.io/acme/node:24";
    const site = { kind: "static", context: ".", directory: ".", spaFallback: false, noCache: false } as const;
    const image = await anApplication(deps, world, { ...noGit, image: pullImage });
    const builder = await anApplication(deps, world, { build: { ...site, command: "make", builderImage } });
    await anApplication(deps, world, { ...noGit, image: "redis:7" });
    await anApplication(deps, world, {});
    const other = await aFlowWorld(deps);
    await anApplication(deps, other, { ...noGit, image: pullImage });
    const { applications } = await listUsers(deps, world.actor, { id });
    expect(applications.map(({ id: application, as }) => [application, as])).toEqual([
      [image, "image"],
      [builder, "builder"],
    ]);
  });
});
