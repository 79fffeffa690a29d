import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashToken, isWellFormed, makeToken } from "../../kit/tokens/token-text.ts";
import type { Actor } from "../../rules/permissions.ts";
import { aPublicKey, aRunner, aServer } from "../../testing/resources.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createEnrolment } from "./create-enrolment.ts";
import { deleteRunner } from "./delete-runner.ts";
import { enrolRunner } from "./enrol-runner.ts";
import { revokeRunner } from "./revoke-runner.ts";
import { isRunnerOnline } from "./runner-online.ts";
import { getRunner } from "./runners.store.ts";

let deps: TestDeps;
let actor: Actor;
beforeEach(async () => {
  deps = await testDeps();
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const request = (token: string) => ({
  token,
  name: "harbour-1",
  sshPublicKey: aPublicKey,
  version: "0.1.0",
  platform: "linux-x64",
});
const refused = { code: "enrolment.refused" };

test("the command carries the one-time token, of which only the hash is kept", async () => {
  const { token, command } = await createEnrolment(deps, actor);
  expect(isWellFormed("enrolment", token)).toBe(true);
  expect(command).toBe(
    `curl -fsSL http://fairlead.test/install/runner.sh | sudo FAIRLEAD_URL=http://fairlead.test FAIRLEAD_TOKEN=${token} bash`,
  );
  const [row] = await deps.db.select().from(schema.enrolment);
  expect(row).toMatchObject({ tokenHash: await hashToken(token), usedAt: null });
});

test("an enrolled runner gets a credential of its own in the team of the token", async () => {
  const { runner, credential, cadence } = await enrolRunner(deps, request((await createEnrolment(deps, actor)).token));
  expect(isWellFormed("runner", credential)).toBe(true);
  expect(cadence.leaseMs).toBeGreaterThan(cadence.heartbeatMs * 2);
  expect(await getRunner(deps.db, actor.teamId, runner)).toMatchObject({
    name: "harbour-1",
    sshPublicKey: aPublicKey,
    credentialHash: await hashToken(credential),
    serverCount: 0,
  });
});

test("of ten runners that enrol with one token at once exactly one gets in", async () => {
  const { token } = await createEnrolment(deps, actor);
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => enrolRunner(deps, request(token))));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await deps.db.select().from(schema.runner)).toHaveLength(1);
});

test("a token outlives an enrolment that could not be written", async () => {
  const { token } = await createEnrolment(deps, actor);
  const { id } = await aRunner(deps, actor);
  const full: TestDeps = {
    ...deps,
    ids: { ...deps.ids, next: (kind) => (kind === "runner" ? id : deps.ids.next(kind)) },
  };
  await expect(enrolRunner(full, request(token))).rejects.toThrow();
  const { runner } = await enrolRunner(deps, request(token));
  expect(await getRunner(deps.db, actor.teamId, runner)).toMatchObject({ name: "harbour-1" });
});

test("a token is refused after an hour, after its use, when unknown and when of another kind", async () => {
  const late = await createEnrolment(deps, actor);
  deps.clock.advance(60 * 60_000);
  await expect(enrolRunner(deps, request(late.token))).rejects.toMatchObject(refused);
  const used = await createEnrolment(deps, actor);
  await enrolRunner(deps, request(used.token));
  for (const token of [used.token, makeToken("enrolment", deps.ids), makeToken("user", deps.ids), ""])
    await expect(enrolRunner(deps, request(token))).rejects.toMatchObject(refused);
});

test.each([
  ["two lines", `${aPublicKey}\nssh-ed25519 ${"B".repeat(68)}`],
  ["options", `command="id" ${aPublicKey}`],
  ["another kind of key", "ssh-rsa AAAA"],
])("a public key with %s is refused before the token is used up", async (_name, sshPublicKey) => {
  const { token } = await createEnrolment(deps, actor);
  await expect(enrolRunner(deps, { ...request(token), sshPublicKey })).rejects.toMatchObject({
    code: "request.invalid",
  });
  await enrolRunner(deps, request(token));
});

test("a runner is away after ninety seconds of silence and once revoked", async () => {
  const { id } = await aRunner(deps, actor);
  const runner = await getRunner(deps.db, actor.teamId, id);
  const now = deps.clock.now();
  expect(isRunnerOnline(runner, now + 89_999)).toBe(true);
  expect(isRunnerOnline(runner, now + 90_000)).toBe(false);
  expect(isRunnerOnline(await revokeRunner(deps, actor, { id }), now)).toBe(false);
});

test("a revoked runner gets no new server", async () => {
  const { id } = await aRunner(deps, actor);
  await revokeRunner(deps, actor, { id });
  await expect(aServer(deps, actor, { runnerId: id })).rejects.toMatchObject({ code: "runner.revoked" });
});

test("a runner with servers stays, one without goes", async () => {
  const server = await aServer(deps, actor);
  expect((await getRunner(deps.db, actor.teamId, server.runnerId)).serverCount).toBe(1);
  await expect(deleteRunner(deps, actor, { id: server.runnerId })).rejects.toMatchObject({ code: "runner.in_use" });
  const idle = await aRunner(deps, actor);
  await deleteRunner(deps, actor, idle);
  await expect(getRunner(deps.db, actor.teamId, idle.id)).rejects.toMatchObject({ code: "runner.not_found" });
});

test("a member may not make an enrolment token", async () => {
  await expect(createEnrolment(deps, { ...actor, role: "member" })).rejects.toMatchObject({ code: "auth.forbidden" });
});
