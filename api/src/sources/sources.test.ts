import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { previousWebhookSecretPlace, sourceTokenPlace, webhookSecretPlace } from "../kit/secrets/secret-places.ts";
import { teamSecrets } from "../kit/secrets/team-secrets.ts";
import type { Actor } from "../rules/permissions.ts";
import { anApplication, aRunner } from "../testing/resources.ts";
import { revisionOf } from "../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../testing/test-deps.ts";
import { applyDeployKey } from "./apply-deploy-key.ts";
import { createSource } from "./create-source.ts";
import { deleteSource } from "./delete-source.ts";
import { makeDeployKey } from "./make-deploy-key.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { CreateSource, UpdateSource } from "./sources.schemas.ts";
import { getSource } from "./sources.store.ts";
import { toSourceView } from "./to-source-view.ts";
import { updateSource } from "./update-source.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const add = (given: Partial<CreateSource> = {}) =>
  createSource(deps, actor, {
    name: "GitHub",
    forge: "github",
    auth: "none",
    tokenUser: null,
    token: null,
    deployKeyRunnerId: null,
    knownHost: null,
    ...given,
  });
const row = (id: string) => getSource(deps.db, actor.teamId, id);
const view = async (id: string) => toSourceView(await row(id), { origin: deps.config.url, now: deps.clock.now() });
const open = async (
  id: string,
  { of, text }: { of: typeof sourceTokenPlace | typeof webhookSecretPlace; text: string | null },
) => {
  const place = of(id);
  return (await teamSecrets(deps, actor.teamId)).open("credential" in place ? place.credential : place, text ?? "");
};
const publicKey = `ssh-ed25519 ${"A".repeat(68)} fairlead`;

test("a source is born with an unguessable webhook URL and a secret that is shown once", async () => {
  const { source, webhookSecret } = await add();
  const shown = await view(source.id);
  expect(shown.webhookUrl).toMatch(/^http:\/\/fairlead\.test\/api\/v1\/webhooks\/[0-9A-Za-z]{32,}$/);
  expect(webhookSecret.length).toBeGreaterThanOrEqual(32);
  expect(JSON.stringify([shown, source])).not.toContain(webhookSecret);
  expect(await open(source.id, { of: webhookSecretPlace, text: source.webhookSecret })).toBe(webhookSecret);
});

test("each forge of the public kind has its address unless another is given", async () => {
  const bases = [];
  for (const given of [
    { forge: "gitlab" },
    { forge: "bitbucket" },
    { forge: "gitea" },
    { forge: "github", baseUrl: "https://github.example.com" },
  ] as const)
    bases.push((await add(given)).source.baseUrl);
  expect(bases).toEqual(["https://gitlab.com", "https://bitbucket.org", null, "https://github.example.com"]);
});

test("a token is sealed and only told to be there", async () => {
  const { source } = await add({ auth: "token", token: "ghp_swordfish" });
  expect(source.token).not.toContain("swordfish");
  expect(await open(source.id, { of: sourceTokenPlace, text: source.token })).toBe("ghp_swordfish");
  expect(await view(source.id)).toMatchObject({ auth: "token", hasToken: true });
});

test.each([
  [{ auth: "token" } as const, "token"],
  [{ auth: "token", token: "x", forge: "gitea" } as const, "baseUrl"],
  [{ auth: "deploy-key" } as const, "deployKeyRunnerId"],
])("%j is refused because of %s", async (given, path) => {
  await expect(add(given)).rejects.toMatchObject({ fields: [{ path }] });
});

test("a new address asks for the token again, so that nobody has it sent elsewhere", async () => {
  const { source } = await add({ auth: "token", token: "ghp_swordfish" });
  const change = {
    id: source.id,
    set: { revision: await revisionOf(deps.db, "source", source.id), baseUrl: "https://evil.test" },
  };
  await expect(updateSource(deps, actor, change)).rejects.toMatchObject({ fields: [{ path: "token" }] });
  await updateSource(deps, actor, { ...change, set: { ...change.set, token: "other" } });
  expect(await view(source.id)).toMatchObject({ baseUrl: "https://evil.test", hasToken: true });
  const { token } = await row(source.id);
  expect(await open(source.id, { of: sourceTokenPlace, text: token })).toBe("other");
});

test("after a rotation the old secret is still accepted for a day", async () => {
  const { source, webhookSecret } = await add();
  const rotated = await rotateWebhookSecret(deps, actor, source);
  expect(rotated.webhookSecret).not.toBe(webhookSecret);
  const after = await row(source.id);
  expect(await open(source.id, { of: webhookSecretPlace, text: after.webhookSecret })).toBe(rotated.webhookSecret);
  expect(await open(source.id, { of: previousWebhookSecretPlace, text: after.previousWebhookSecret })).toBe(
    webhookSecret,
  );
  expect(await view(source.id)).toMatchObject({ previousSecretEndsAt: deps.clock.now() + 24 * 60 * 60_000 });
  deps.clock.advance(24 * 60 * 60_000);
  expect(await view(source.id)).toMatchObject({ previousSecretEndsAt: null });
});

test("a deploy key is made by the runner that will keep it, and its public line is shown", async () => {
  const runner = await aRunner(deps, actor);
  const { source } = await add({ auth: "deploy-key", deployKeyRunnerId: runner.id });
  expect(await view(source.id)).toMatchObject({ isMakingDeployKey: true, deployKeyPublic: null });
  const job = { teamId: actor.teamId, subjectId: source.id, runnerId: runner.id };
  await applyDeployKey(deps, job, publicKey);
  expect(await view(source.id)).toMatchObject({ deployKeyPublic: publicKey });
});

test("the key of a runner that is no longer the chosen one is not taken over", async () => {
  const first = await aRunner(deps, actor);
  const second = await aRunner(deps, actor);
  const { source } = await add({ auth: "deploy-key", deployKeyRunnerId: first.id });
  await makeDeployKey(deps, actor, { id: source.id, input: { runnerId: second.id } });
  await applyDeployKey(deps, { teamId: actor.teamId, subjectId: source.id, runnerId: first.id }, publicKey);
  expect(await view(source.id)).toMatchObject({ deployKeyRunnerId: second.id, deployKeyPublic: null });
});

test("a key that is more than one line is not shown to anybody", async () => {
  const log: string[] = [];
  deps.log.error = (message) => void log.push(message);
  const runner = await aRunner(deps, actor);
  const { source } = await add({ auth: "deploy-key", deployKeyRunnerId: runner.id });
  const job = { teamId: actor.teamId, subjectId: source.id, runnerId: runner.id };
  await applyDeployKey(deps, job, `${publicKey}\n${publicKey}`);
  expect(await view(source.id)).toMatchObject({ deployKeyPublic: null });
  expect(log).toHaveLength(1);
});

test("a source in use stays, an unused one goes", async () => {
  const { source } = await add();
  const { id } = await anApplication(deps, actor, {
    origin: {
      kind: "git",
      sourceId: source.id,
      repositoryUrl: "https://github.com/harbour/shop",
      branch: "main",
      autoDeploy: true,
      watchPaths: [],
      submodules: false,
      lfs: false,
    },
  });
  expect((await view(source.id)).applicationCount).toBe(1);
  await expect(deleteSource(deps, actor, source)).rejects.toMatchObject({ code: "source.in_use" });
  await deps.db.delete(schema.resource).where(eq(schema.resource.id, id));
  await deleteSource(deps, actor, source);
  await expect(row(source.id)).rejects.toMatchObject({ code: "source.not_found" });
});

test("another team's runner cannot be given the deploy key", async () => {
  const foreign = await aRunner(deps, await aTeam(deps));
  await expect(add({ auth: "deploy-key", deployKeyRunnerId: foreign.id })).rejects.toMatchObject({
    code: "runner.not_found",
  });
});

test("the address of a source is stored under one spelling of its host, so that another one asks for no token again", () => {
  const typed = { name: "own", forge: "gitea", baseUrl: "https://Git.Example.com./Acme" };
  expect(v.parse(CreateSource, typed).baseUrl).toBe("https://git.example.com/Acme");
  expect(v.parse(UpdateSource, { revision: 1, baseUrl: typed.baseUrl }).baseUrl).toBe("https://git.example.com/Acme");
});
