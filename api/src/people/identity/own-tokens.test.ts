import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimedApp, owner, signedIn } from "../../testing/test-app.ts";
import { verifyChain } from "../audit/verify-chain.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
let cookie: string;
beforeEach(async () => {
  world = await claimedApp();
  cookie = await signedIn(world, owner);
});
afterEach(() => world.deps.dispose());

const password = "a completely new one";
const works = async (token: string) => (await world.send("/api/v1/projects", { token })).status === 200;
const change = (json: object) =>
  world.send("/api/v1/me/password", { json: { current: owner.password, password, ...json }, cookie });
async function tokenOf(team: string, name: string) {
  const { body } = await world.send("/api/v1/tokens", { json: { name, scope: "read" }, cookie, team });
  return String(body.token);
}
async function inTwoTeams() {
  const { body } = await world.send("/api/v1/teams", { json: { name: "Second" }, cookie });
  const second = String(body.id);
  return { second, tokens: [world.token, await tokenOf(world.teamId, "first"), await tokenOf(second, "second")] };
}
const audited = async (action: string) =>
  (await world.deps.db.query.audit.findMany()).filter((row) => row.action === action);
async function resetLink() {
  await world.send("/api/auth/request-password-reset", { json: { email: owner.email } });
  return /reset-password#(\S+)/.exec(world.deps.sentMails.at(-1)?.text ?? "")?.[1] ?? "";
}
const reset = (json: object) => world.send("/api/auth/reset-password", { json });

describe("when the password is changed", () => {
  test("tokens go on and are listed of all teams, to be ended one by one or all", async () => {
    const { tokens } = await inTwoTeams();
    expect((await change({})).body).toEqual({ ended: 0 });
    expect(await Promise.all(tokens.map(works))).toEqual([true, true, true]);
    const { body, text } = await world.send("/api/v1/me/tokens", { cookie });
    expect(body.items).toMatchObject([
      { name: "set-up", scopes: ["admin"] },
      { name: "first", team: { id: world.teamId } },
      { name: "second", team: { name: "Second" } },
    ]);
    for (const token of tokens) expect(text).not.toContain(token);
    const [, { id }] = body.items as [object, { id: string }];
    expect((await world.send(`/api/v1/me/tokens/${id}`, { method: "DELETE", cookie })).status).toBe(204);
    expect(await Promise.all(tokens.map(works))).toEqual([true, false, true]);
    expect((await world.send("/api/v1/me/tokens", { method: "DELETE", cookie })).body).toEqual({ ended: 2 });
    expect(await Promise.all(tokens.map(works))).toEqual([false, false, false]);
  });

  test("tokens end with it by choice, in the next request and in the audit of each team", async () => {
    const { tokens, second } = await inTwoTeams();
    expect((await change({ endTokens: true })).body).toEqual({ ended: 3 });
    expect(await Promise.all(tokens.map(works))).toEqual([false, false, false]);
    const rows = await audited("token.revoke_own");
    expect(rows.map(({ teamId, detail }) => [teamId, detail]).sort()).toEqual(
      [
        [world.teamId, '{"count":2}'],
        [second, '{"count":1}'],
      ].sort(),
    );
    expect(await verifyChain(world.deps, second, {})).toMatchObject({ isWhole: true });
  });

  test("its person is told by mail how many tokens ended", async () => {
    await change({ endTokens: true });
    expect(world.deps.sentMails.at(-1)).toMatchObject({
      to: owner.email,
      subject: "Your Fairlead password was changed",
    });
    expect(world.deps.sentMails.at(-1)?.text).toContain("One API token ended");
  });

  test("a wrong present password ends nothing", async () => {
    expect((await change({ current: "wrong", endTokens: true })).status).toBe(400);
    expect(await works(world.token)).toBe(true);
  });
});

describe("when the password is reset by a link", () => {
  test("tokens of every team end with the sessions, and the mail tells it", async () => {
    const { tokens } = await inTwoTeams();
    expect((await reset({ token: await resetLink(), password })).body).toEqual({ ended: 3 });
    expect(await Promise.all(tokens.map(works))).toEqual([false, false, false]);
    expect(world.deps.sentMails.at(-1)?.text).toContain("3 API tokens ended");
  });

  test("tokens go on where that is asked for", async () => {
    expect((await reset({ token: await resetLink(), password, keepTokens: true })).body).toEqual({ ended: 0 });
    expect(await works(world.token)).toBe(true);
  });

  test("tokens of others stay", async () => {
    const other = await world.send("/api/v1/invitations", {
      json: { email: "b@fairlead.test", role: "admin" },
      token: world.token,
    });
    const invitation = /#(\S+)/.exec(String(other.body.link))?.[1] ?? "";
    const json = { name: "B", email: "b@fairlead.test", password: "correct horse battery", invitation };
    const { cookie: theirs } = await world.send("/api/auth/sign-up/email", { json });
    const { body } = await world.send("/api/v1/tokens", { json: { name: "b", scope: "read" }, cookie: theirs });
    await reset({ token: await resetLink(), password });
    expect(await works(String(body.token))).toBe(true);
    const ids = (await world.send("/api/v1/me/tokens", { cookie: theirs })).body.items as { id: string }[];
    const again = await signedIn(world, { ...owner, password });
    const ended = await world.send(`/api/v1/me/tokens/${ids[0]?.id}`, { method: "DELETE", cookie: again });
    expect([ended.status, await works(String(body.token))]).toEqual([404, true]);
  });
});

test("a token can neither list nor end the tokens of its person", async () => {
  expect((await world.send("/api/v1/me/tokens", { method: "DELETE", token: world.token })).body.code).toBe(
    "auth.session_needed",
  );
  expect(await works(world.token)).toBe(true);
});
