import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deleteRegistry } from "../../places/registries/delete-registry.ts";
import { serverRoutes } from "../../routing/server-routes.ts";
import type { Actor } from "../../rules/permissions.ts";
import { createSource } from "../../sources/create-source.ts";
import type { CreateSource } from "../../sources/sources.schemas.ts";
import { aRegistry } from "../../testing/a-registry.ts";
import { anApplication, aPlace, aRelease, aRunner } from "../../testing/resources.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aMember, aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createDomain } from "../domains/create-domain.ts";
import type { ContainerInput, Origin } from "./applications.schemas.ts";
import { getApplicationDetail, getApplicationRow } from "./applications.store.ts";
import { listApplications } from "./list-applications.ts";
import { toApplicationView } from "./to-application-view.ts";
import { updateApplication } from "./update-application.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const row = (id: string) => getApplicationRow(deps.db, actor.teamId, id);
const view = async (id: string) =>
  toApplicationView(await getApplicationDetail(deps.db, actor.teamId, id), deps.clock.now());
const gitOrigin = {
  kind: "git" as const,
  sourceId: null,
  repositoryUrl: "https://github.com/harbour/shop.git",
  branch: "main",
  autoDeploy: true,
  watchPaths: [],
  submodules: false,
  lfs: false,
};
const imageOrigin = (image: string, registryId: string | null = null): Origin => ({
  kind: "image",
  image,
  registryId,
});
async function aSource(given: Partial<CreateSource> = {}) {
  const defaults = { name: "GitHub", forge: "github", auth: "none", tokenUser: null, token: null } as const;
  const rest = { deployKeyRunnerId: null, knownHost: null };
  return (await createSource(deps, actor, { ...defaults, ...rest, ...given })).source.id;
}

test("an application from git is built by its Dockerfile and listens on 3000 unless said otherwise", async () => {
  const { id } = await anApplication(deps, actor);
  expect(await view(id)).toMatchObject({
    state: "new",
    origin: { kind: "git", repository: "harbour/shop", branch: "main", autoDeploy: true },
    build: { kind: "dockerfile", context: ".", dockerfile: "Dockerfile", target: null },
    container: { port: 3_000, stopGraceSeconds: 10, pidsLimit: 512, memoryBytes: null, cpus: null },
    health: { path: "/", successes: 2, deadlineMs: 60_000, acceptFrom: 200, acceptTo: 399 },
    activeDeployment: null,
    hasUndeployedChanges: false,
    removal: null,
  });
});

test("a static site listens on 80, because our own server serves it", async () => {
  const build = { kind: "static", context: ".", directory: "public", spaFallback: true } as const;
  const row = await anApplication(deps, actor, { build: { ...build, command: null, builderImage: null } });
  expect(row.container).toMatchObject({ port: 80 });
});

describe("the start command", () => {
  const save = async (id: string, container: ContainerInput) => {
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), container },
    });
    return (await view(id)).container;
  };

  test("as a line takes the place of a list, and the other way round", async () => {
    const { id } = await anApplication(deps, actor, { container: { command: "node server.mjs" } });
    const list = { command: null, arguments: ["other.mjs"] };
    expect(await save(id, { arguments: ["other.mjs"] })).toMatchObject(list);
    expect(await save(id, { port: 8_080 })).toMatchObject({ ...list, port: 8_080 });
    const line = { command: "node a.mjs", arguments: null };
    expect(await save(id, { command: "node a.mjs" })).toMatchObject(line);
    expect(await save(id, { arguments: null })).toMatchObject(line);
    expect(await save(id, { command: null })).toMatchObject({ command: null, arguments: null });
  });

  test.each([
    ["both ways at once", { command: "node a.mjs", arguments: ["a.mjs"] }, "container.arguments"],
    ["a list where a line belongs", { command: ' ["node", "a.mjs"]' }, "container.command"],
  ])("given as %s is refused at its field", async (_what, container, path) => {
    const given = anApplication(deps, actor, { container });
    await expect(given).rejects.toMatchObject({ fields: [expect.objectContaining({ path })] });
  });

  test("may begin with the bracket of a shell", async () => {
    const command = "[ -f env ] && . ./env; node a.mjs";
    const { container } = await anApplication(deps, actor, { container: { command } });
    expect(container).toMatchObject({ command });
  });
});

test("an image is never built and a repository always is", async () => {
  const place = await aPlace(deps, actor);
  const image = await anApplication(deps, actor, { place, origin: imageOrigin("nginx:1") });
  expect(image.build).toEqual({ kind: "image" });
  const wrong = { place, name: "two", build: { kind: "image" } } as const;
  await expect(anApplication(deps, actor, wrong)).rejects.toMatchObject({ code: "request.invalid" });
});

test("a second application of the same name in an environment is refused", async () => {
  const place = await aPlace(deps, actor);
  await anApplication(deps, actor, { place });
  await expect(anApplication(deps, actor, { place })).rejects.toMatchObject({ code: "application.name_taken" });
});

test.each(["environmentId", "destinationId"] as const)(
  "another team's %s is answered like one that does not exist",
  async (field) => {
    const own = await aPlace(deps, actor);
    const foreign = await aPlace(deps, await aTeam(deps));
    const place = { ...own, [field]: foreign[field] };
    await expect(anApplication(deps, actor, { place })).rejects.toMatchObject({ kind: "not-found" });
  },
);

describe("sources", () => {
  test("another team's source is answered like one that does not exist", async () => {
    const mine = await aSource();
    const stranger = await aTeam(deps);
    const origin = { ...gitOrigin, sourceId: mine };
    await expect(anApplication(deps, stranger, { origin })).rejects.toMatchObject({ code: "source.not_found" });
  });

  test("a source's token goes to no repository outside its address", async () => {
    const sourceId = await aSource({ auth: "token", token: "ghp_secret" });
    for (const repositoryUrl of ["https://github.com.evil.test/a/b", "http://github.com/a/b", "git@github.com:a/b.git"])
      await expect(
        anApplication(deps, actor, { origin: { ...gitOrigin, sourceId, repositoryUrl } }),
      ).rejects.toMatchObject({ fields: [{ path: "origin.repositoryUrl" }] });
  });

  test("a deploy key is used only on servers of the runner that keeps it", async () => {
    const runner = await aRunner(deps, actor);
    const sourceId = await aSource({ auth: "deploy-key", deployKeyRunnerId: runner.id });
    const origin = { ...gitOrigin, sourceId, repositoryUrl: "git@github.com:harbour/shop.git" };
    await expect(anApplication(deps, actor, { origin })).rejects.toMatchObject({ code: "source.deploy_key_elsewhere" });
    const place = await aPlace(deps, actor, { runnerId: runner.id });
    expect(await anApplication(deps, actor, { place, origin })).toMatchObject({ repository: "harbour/shop" });
  });

  test("saving the repository again accepts the one that has its name now", async () => {
    const { id } = await anApplication(deps, actor, { origin: gitOrigin });
    const moved = { repositoryMovedFrom: "https://old.test/x", repositoryMovedTo: gitOrigin.repositoryUrl };
    const learnt = { repositoryForgeId: "4711", lastSeenHead: "a".repeat(40), ...moved, repositoryMovedAt: 5 };
    await deps.db.update(schema.application).set(learnt);
    expect((await view(id)).origin).toMatchObject({
      moved: { from: "https://old.test/x", to: gitOrigin.repositoryUrl, at: 5, isFollowed: true },
    });
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), origin: gitOrigin },
    });
    expect(await row(id)).toMatchObject({ repositoryForgeId: null, lastSeenHead: "a".repeat(40) });
    expect((await view(id)).origin).toMatchObject({ moved: null });
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), origin: { ...gitOrigin, branch: "next" } },
    });
    expect(await row(id)).toMatchObject({ branch: "next", lastSeenHead: null });
  });
});

describe("registry logins", () => {
  test("one of several for an address is chosen, shown by its id, and stays while the image is of that address", async () => {
    await aRegistry(deps, actor, { address: "ghcr.io" });
    const registryId = await aRegistry(deps, actor, { address: "ghcr.io", username: "second" });
    const { id } = await anApplication(deps, actor, { origin: imageOrigin("ghcr.io/harbour/shop:1", registryId) });
    const revision = await revisionOf(deps.db, "application", id);
    const set = { revision, origin: imageOrigin("ghcr.io/harbour/shop:2", registryId) };
    await updateApplication(deps, actor, { id, set });
    expect((await view(id)).origin).toMatchObject({ image: "ghcr.io/harbour/shop:2", registryId });
  });

  test("one for another address is refused by its field, with what would do", async () => {
    const registryId = await aRegistry(deps, actor, { address: "ghcr.io" });
    const { id } = await anApplication(deps, actor, { origin: imageOrigin("ghcr.io/harbour/shop:1", registryId) });
    const revision = await revisionOf(deps.db, "application", id);
    for (const image of ["evil.test/harbour/shop:1", "harbour/shop"]) {
      const set = { revision, origin: imageOrigin(image, registryId) };
      await expect(updateApplication(deps, actor, { id, set })).rejects.toMatchObject({
        fields: [
          { path: "origin.registryId", message: expect.stringMatching(/is a login for ghcr\.io.*or none/) },
          { path: "origin.image", message: expect.stringContaining("does not fit registryId") },
        ],
      });
    }
  });

  test("one of another team is none", async () => {
    const registryId = await aRegistry(deps, await aTeam(deps), { address: "ghcr.io" });
    await expect(
      anApplication(deps, actor, { origin: imageOrigin("ghcr.io/harbour/shop:1", registryId) }),
    ).rejects.toMatchObject({ fields: [{ path: "origin.registryId", message: "must be a registry of the team" }] });
  });

  test.each(["10.0.0.5:5000/shop:1", "localhost:5000/shop:1", "registry.lan/shop:1"])(
    "a registry inside, as of %s, is an admin's to name, and stays usable by whoever changes the application",
    async (image) => {
      const member = await aMember(deps, actor.teamId, "member");
      const origin = imageOrigin(image);
      const place = await aPlace(deps, actor);
      await expect(anApplication(deps, member, { place, origin })).rejects.toMatchObject({
        fields: [{ path: "origin.image", message: expect.stringContaining("only an admin") }],
      });
      const { id } = await anApplication(deps, actor, { place, origin });
      const next = imageOrigin(image.replace(":1", ":2"));
      const set = { revision: await revisionOf(deps.db, "application", id), origin: next };
      await updateApplication(deps, member, { id, set });
      expect(await row(id)).toMatchObject({ image: image.replace(":1", ":2") });
    },
  );
});

describe("where an image is pushed", () => {
  const push = { repository: "ghcr.io/harbour/shop", tag: "latest" };
  const save = async (id: string, set: Omit<Parameters<typeof updateApplication>[2]["set"], "revision">) =>
    updateApplication(deps, actor, { id, set: { ...set, revision: await revisionOf(deps.db, "application", id) } });

  test("is kept with its login, which is neither deleted nor another registry's, and goes when nothing is built", async () => {
    const registryId = await aRegistry(deps, actor, { address: "ghcr.io" });
    const { id } = await anApplication(deps, actor, { origin: gitOrigin });
    await save(id, { push: { ...push, registryId } });
    expect((await view(id)).push).toEqual({ ...push, registryId });
    await expect(deleteRegistry(deps, actor, { id: registryId })).rejects.toMatchObject({ code: "registry.in_use" });
    const elsewhere = { ...push, registryId, repository: "evil.test/harbour/shop" };
    await expect(save(id, { push: elsewhere })).rejects.toMatchObject({
      fields: [
        { path: "push.registryId", message: expect.stringContaining("is a login for ghcr.io") },
        { path: "push.repository", message: expect.stringContaining("does not fit registryId") },
      ],
    });
    await save(id, { origin: { ...gitOrigin, branch: "next" } });
    expect((await view(id)).push).toEqual({ ...push, registryId });
    await save(id, { origin: imageOrigin("redis:7") });
    expect((await view(id)).push).toBeNull();
    await expect(save(id, { push: { ...push, registryId } })).rejects.toMatchObject({ fields: [{ path: "push" }] });
  });

  test("with a login of another team is refused", async () => {
    const registryId = await aRegistry(deps, await aTeam(deps), { address: "ghcr.io" });
    const { id } = await anApplication(deps, actor, { origin: gitOrigin });
    await expect(save(id, { push: { ...push, registryId } })).rejects.toMatchObject({
      fields: [{ path: "push.registryId", message: "must be a registry of the team" }],
    });
  });
});

describe("changes", () => {
  test("a change that only a deployment brings out is shown until one has", async () => {
    const { id, configVersion } = await anApplication(deps, actor);
    await aRelease(deps, await row(id), { port: 3_000, configVersion });
    expect((await view(id)).hasUndeployedChanges).toBe(false);
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), name: "shop-2", keepReleases: 5 },
    });
    expect((await view(id)).hasUndeployedChanges).toBe(false);
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), container: { memoryBytes: 268_435_456 } },
    });
    expect(await view(id)).toMatchObject({ hasUndeployedChanges: true, container: { port: 3_000 } });
    const [item] = (await listApplications(deps, actor, { limit: 10 })).items;
    expect(item).toMatchObject({
      name: "shop-2",
      destinationId: (await row(id)).destinationId,
      hasUndeployedChanges: true,
      activeNumber: 1,
      latestStatus: "succeeded",
    });
  });

  test("a card tells in one sentence why the latest deployment failed, and only then", async () => {
    const { id } = await anApplication(deps, actor);
    await aRelease(deps, await row(id), { port: 3_000 });
    const failed = await aRelease(deps, await row(id), { port: 3_000, number: 2, status: "failed", isActive: false });
    const cause = {
      class: "build-failed" as const,
      step: "build",
      sentence: "It is red.",
      evidence: [],
      nextAction: "",
    };
    const item = async (set: Partial<typeof schema.deployment.$inferInsert>) => {
      await deps.db.update(schema.deployment).set(set).where(eq(schema.deployment.id, failed));
      const [found] = (await listApplications(deps, actor, { limit: 10 })).items;
      return found;
    };
    expect(await item({ cause })).toMatchObject({ latestStatus: "failed", latestCause: "It is red." });
    expect(await item({ status: "succeeded" })).toMatchObject({ latestStatus: "succeeded", latestCause: null });
  });

  test("a release says which one it brought back, and a repository which forge shows it", async () => {
    const { id } = await anApplication(deps, actor, { origin: { ...gitOrigin, sourceId: await aSource() } });
    const first = await aRelease(deps, await row(id), { port: 3_000 });
    await deps.db.update(schema.deployment).set({ rollbackOf: first }).where(eq(schema.deployment.id, first));
    expect(await view(id)).toMatchObject({ origin: { forge: "github" }, activeDeployment: { rollbackOf: first } });
  });

  test("a new port reaches the proxy only with the release that listens on it", async () => {
    const place = await aPlace(deps, actor);
    const { id } = await anApplication(deps, actor, { place });
    const input = { host: "shop.example.com", redirectTo: null, port: null, withWww: false };
    await createDomain(deps, actor, { resourceId: id, input });
    const port = async () => (await serverRoutes(deps, actor.teamId, place.serverId)).applications[0]?.port;
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), container: { port: 8_080 } },
    });
    expect(await port()).toBe(8_080);
    await aRelease(deps, await row(id), { port: 8_080, configVersion: 2 });
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), container: { port: 9_090 } },
    });
    expect(await port()).toBe(8_080);
  });

  test("moving to another destination is refused with what to do instead", async () => {
    const { id } = await anApplication(deps, actor);
    const { destinationId } = await aPlace(deps, actor);
    await expect(
      updateApplication(deps, actor, {
        id,
        set: { revision: await revisionOf(deps.db, "application", id), destinationId },
      }),
    ).rejects.toMatchObject({
      code: "application.move_unsupported",
    });
  });

  test("a health check is switched off by null and back on with its defaults", async () => {
    const { id } = await anApplication(deps, actor);
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), health: null },
    });
    expect((await row(id)).health).toBeNull();
    await updateApplication(deps, actor, {
      id,
      set: { revision: await revisionOf(deps.db, "application", id), health: { path: "/healthz" } },
    });
    expect((await row(id)).health).toMatchObject({ path: "/healthz", successes: 2 });
  });
});

test.each([
  [{ kind: "command" as const }, "health.command"],
  [{ acceptFrom: 400 }, "health.acceptTo"],
  [{ method: "HEAD" as const, bodyContains: "ok" }, "health.bodyContains"],
])("a health check of %j makes no sense and is refused at %s", async (health, field) => {
  const { id } = await anApplication(deps, actor);
  const revision = await revisionOf(deps.db, "application", id);
  await expect(updateApplication(deps, actor, { id, set: { revision, health } })).rejects.toMatchObject({
    fields: [expect.objectContaining({ path: field })],
  });
});

test("a health check keeps what was typed for another way of asking", async () => {
  const { id } = await anApplication(deps, actor);
  const save = async (health: object) =>
    updateApplication(deps, actor, { id, set: { revision: await revisionOf(deps.db, "application", id), health } });
  await save({ path: "/up", bodyContains: "ok" });
  await save({ kind: "command", command: "pg_isready" });
  await save({ kind: "tcp", port: 5_432 });
  expect((await row(id)).health).toMatchObject({
    ...{ kind: "tcp", port: 5_432, path: "/up", bodyContains: "ok", command: "pg_isready" },
  });
});

test("a list shows the newest first, in pages, and only of its team", async () => {
  const place = await aPlace(deps, actor);
  for (const name of ["one", "two", "three"]) await anApplication(deps, actor, { place, name });
  await anApplication(deps, await aTeam(deps));
  const first = await listApplications(deps, actor, { limit: 2 });
  expect(first.items.map(({ name }) => name)).toEqual(["three", "two"]);
  const rest = await listApplications(deps, actor, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([rest.items.map(({ name }) => name), rest.nextCursor]).toEqual([["one"], null]);
});
