import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Role } from "../../rules/rights.ts";
import { anApplication, aServer } from "../../testing/resources.ts";
import { claimedApp, signedIn } from "../../testing/test-app.ts";
import { aMember, aPerson } from "../../testing/test-deps.ts";
import { deleteTeamRow } from "./teams.store.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

type Invited = { invitation: { id: string }; link: string; isMailed: boolean };
const tokenOf = (link: string) => link.split("#")[1] ?? "";

async function invite(email: string, role: Role, by: object = { token: world.token }) {
  const answer = await world.send("/api/v1/invitations", { json: { email, role }, ...by });
  return { ...answer, ...(answer.body as Invited) };
}

/** A person who signed up by invitation, with a session. */
async function join(role: Role, email = `${role}@fairlead.test`) {
  const { link } = await invite(email, role);
  const json = { name: role, email, password: "correct horse battery", invitation: tokenOf(link) };
  const answer = await world.send("/api/auth/sign-up/email", { json });
  expect(answer.status).toBe(201);
  return { email, cookie: answer.cookie };
}
async function memberId(email: string): Promise<string> {
  const { body } = await world.send("/api/v1/members", { token: world.token });
  const members = body.items as { id: string; email: string }[];
  return members.find((member) => member.email === email)?.id ?? "";
}
const accept = (token: string, cookie: string) => world.send("/api/v1/invitations/accept", { json: { token }, cookie });

describe("an invitation", () => {
  test("brings a new person into the team with the promised role", async () => {
    const { cookie } = await join("member");
    expect((await world.send("/api/v1/me", { cookie })).body).toMatchObject({
      teams: [{ id: world.teamId, role: "member" }],
    });
  });

  test("goes by mail with an origin that comes from the configuration only", async () => {
    const headers = { Host: "evil.test", "X-Forwarded-Host": "evil.test" };
    const { link, isMailed } = await invite("a@fairlead.test", "member", { token: world.token, headers });
    expect(isMailed).toBe(true);
    expect(world.deps.sentMails[0]).toMatchObject({ to: "a@fairlead.test" });
    expect(world.deps.sentMails[0]?.text).toContain(link);
    expect(link.startsWith(`${world.deps.config.url}/invitation#fli_`)).toBe(true);
  });

  test("is stored as a hash and shown to nobody again", async () => {
    const { link } = await invite("a@fairlead.test", "member");
    const dump = JSON.stringify(await world.deps.db.query.invitation.findMany());
    expect(dump).not.toContain(tokenOf(link));
    expect((await world.send("/api/v1/invitations", { token: world.token })).text).not.toContain(tokenOf(link));
  });

  test("looking at it tells what it is for and uses nothing up", async () => {
    const { link } = await invite("a@fairlead.test", "admin");
    const look = () => world.send("/api/v1/invitations/show", { json: { token: tokenOf(link) } });
    expect((await look()).body).toMatchObject({ email: "a@fairlead.test", role: "admin", hasAccount: false });
    expect((await look()).status).toBe(200);
  });

  test("works once, even when it is accepted twice at once", async () => {
    const person = await aPerson(world.deps);
    const { link } = await invite(person.email, "member");
    const cookie = await signedIn(world, person);
    const answers = await Promise.all([accept(tokenOf(link), cookie), accept(tokenOf(link), cookie)]);
    expect(answers.map(({ status }) => status === 200).filter(Boolean)).toHaveLength(1);
    expect(await world.deps.db.query.member.findMany()).toHaveLength(2);
    await world.send(`/api/v1/teams/${world.teamId}/leave`, { method: "POST", cookie, team: world.teamId });
    expect((await accept(tokenOf(link), cookie)).body.code).toBe("invitation.closed");
  });

  test("is refused to a signed-in person with another address", async () => {
    const stranger = await aPerson(world.deps);
    const { link } = await invite("a@fairlead.test", "member");
    const answer = await accept(tokenOf(link), await signedIn(world, stranger));
    expect([answer.status, answer.body.code]).toEqual([403, "invitation.closed"]);
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ["was revoked", (id) => world.send(`/api/v1/invitations/${id}`, { method: "DELETE", token: world.token })],
    ["has expired", async () => world.deps.clock.advance(8 * 24 * 60 * 60_000)],
    ["was replaced by a newer one", () => invite("a@fairlead.test", "member")],
  ])("that %s opens nothing and leaves no account behind", async (_name, close) => {
    const { link, invitation } = await invite("a@fairlead.test", "member");
    await close(invitation.id);
    const json = { name: "A", email: "a@fairlead.test", password: "correct horse battery", invitation: tokenOf(link) };
    expect((await world.send("/api/auth/sign-up/email", { json })).body.code).toBe("invitation.closed");
    expect(await world.deps.db.query.user.findMany()).toHaveLength(1);
    const shown = await world.send("/api/v1/invitations/show", { json: { token: tokenOf(link) } });
    expect(shown.body.code).toBe("invitation.closed");
  });

  test("an admin may not invite an admin, not even at the second try", async () => {
    const { cookie } = await join("admin");
    for (let i = 0; i < 2; i++)
      expect((await invite("x@fairlead.test", "admin", { cookie })).body.code).toBe("member.too_high");
    expect((await invite("x@fairlead.test", "member", { cookie })).status).toBe(201);
  });
});

describe("roles", () => {
  const setRole = async (id: string, role: Role, by: object = { token: world.token }) => {
    const { body } = await world.send("/api/v1/members", { token: world.token });
    const member = (body.items as { id: string; revision: number }[]).find((each) => each.id === id);
    const json = { revision: member?.revision, role };
    return world.send(`/api/v1/members/${id}`, { method: "PATCH", json, ...by });
  };

  test("a lowered role counts on the very next request", async () => {
    const { cookie, email } = await join("admin");
    expect((await world.send("/api/v1/invitations", { cookie })).status).toBe(200);
    await setRole(await memberId(email), "viewer");
    expect((await world.send("/api/v1/invitations", { cookie })).status).toBe(403);
  });

  test("a changed role and a removal are told to the open pages of the team", async () => {
    const { email } = await join("admin");
    const id = await memberId(email);
    const events = world.deps.hub.subscribe(world.teamId, new AbortController().signal)[Symbol.asyncIterator]();
    const next = async () => (await events.next()).value;
    const changed = next();
    await setRole(id, "viewer");
    expect(await changed).toEqual({ type: "member", id });
    const removed = next();
    await world.send(`/api/v1/members/${id}`, { method: "DELETE", token: world.token });
    expect(await removed).toEqual({ type: "member", id });
  });

  test("nobody raises their own role or touches one at or above it", async () => {
    const { cookie, email } = await join("admin");
    const own = await memberId(email);
    const owner = await memberId("owner@fairlead.test");
    for (const [id, role] of [
      [own, "owner"],
      [own, "viewer"],
      [owner, "viewer"],
    ] as const)
      expect((await setRole(id, role, { cookie })).body.code).toBe("member.too_high");
  });

  test("the last owner can neither leave nor be demoted", async () => {
    const owner = await memberId("owner@fairlead.test");
    expect((await setRole(owner, "admin")).status).toBe(409);
    const leave = await world.send(`/api/v1/teams/${world.teamId}/leave`, { method: "POST", token: world.token });
    expect(leave.status).toBe(409);
  });

  test("two owners who demote each other at once leave one owner", async () => {
    const { cookie, email } = await join("admin");
    const [first, second] = [await memberId("owner@fairlead.test"), await memberId(email)];
    await setRole(second, "owner");
    await Promise.all([setRole(second, "viewer"), setRole(first, "viewer", { cookie })]);
    const members = await world.deps.db.query.member.findMany();
    expect(members.filter(({ role }) => role === "owner")).toHaveLength(1);
  });

  test("a removed member loses session rights and tokens of that team at once", async () => {
    const { cookie, email } = await join("member");
    const made = await world.send("/api/v1/tokens", { json: { name: "ci", scope: "write" }, cookie });
    await world.send(`/api/v1/members/${await memberId(email)}`, { method: "DELETE", token: world.token });
    expect((await world.send("/api/v1/projects", { cookie, team: world.teamId })).status).toBe(404);
    expect((await world.send("/api/v1/projects", { token: String(made.body.token) })).status).toBe(401);
    const { link } = await invite(email, "member");
    expect((await accept(tokenOf(link), cookie)).status).toBe(200);
    expect((await world.send("/api/v1/projects", { cookie, team: world.teamId })).status).toBe(200);
    expect((await world.send("/api/v1/projects", { token: String(made.body.token) })).status).toBe(401);
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ["was removed", (id) => world.send(`/api/v1/members/${id}`, { method: "DELETE", token: world.token })],
    ["lost the right to invite", (id) => setRole(id, "viewer")],
  ])("an invitation ends with whoever sent it and %s", async (_name, lose) => {
    const { cookie, email } = await join("admin");
    const { link } = await invite("friend@fairlead.test", "member", { cookie });
    await lose(await memberId(email));
    const json = { name: "F", email: "friend@fairlead.test", password: "correct horse battery" };
    const answer = await world.send("/api/auth/sign-up/email", { json: { ...json, invitation: tokenOf(link) } });
    expect(answer.body.code).toBe("invitation.closed");
  });
});

describe("a team", () => {
  test("a person acts in the team the request names, and only in their own", async () => {
    const cookie = await signedIn(world, { email: "owner@fairlead.test", password: "correct horse battery" });
    const made = await world.send("/api/v1/teams", { json: { name: "Second" }, cookie });
    const second = String(made.body.id);
    await world.send("/api/v1/projects", { json: { name: "Shop" }, cookie, team: second });
    expect((await world.send("/api/v1/projects", { cookie, team: second })).text).toContain("Shop");
    expect((await world.send("/api/v1/projects", { cookie })).text).not.toContain("Shop");
    const { cookie: other } = await join("member");
    expect((await world.send("/api/v1/projects", { cookie: other, team: second })).status).toBe(404);
  });

  test("a token never leaves its team, whatever the request names", async () => {
    const cookie = await signedIn(world, { email: "owner@fairlead.test", password: "correct horse battery" });
    const made = await world.send("/api/v1/teams", { json: { name: "Second" }, cookie });
    expect((await world.send("/api/v1/projects", { token: world.token, team: String(made.body.id) })).status).toBe(404);
  });

  test("a team in which something was made since it was looked at stays", async () => {
    await anApplication(world.deps, await aMember(world.deps, world.teamId, "owner"));
    await runBatch(world.deps.db, [deleteTeamRow(world.deps.db, world.teamId)]);
    expect(await world.deps.db.query.team.findMany()).toHaveLength(1);
  });

  test("an empty team is deleted with its tokens, one with servers is not", async () => {
    const actor = await aMember(world.deps, world.teamId, "owner");
    const server = await aServer(world.deps, actor);
    const kept = await world.send(`/api/v1/teams/${world.teamId}`, { method: "DELETE", token: world.token });
    expect([kept.status, kept.body.code]).toEqual([409, "team.not_empty"]);
    expect(kept.body.title).toContain("1 servers");
    await world.send(`/api/v1/servers/${server.id}`, { method: "DELETE", token: world.token });
    const gone = await world.send(`/api/v1/teams/${world.teamId}`, { method: "DELETE", token: world.token });
    expect(gone.status).toBe(204);
    expect((await world.send("/api/v1/projects", { token: world.token })).status).toBe(401);
    // With it goes the key that its secrets are sealed with.
    expect(await world.deps.db.query.team.findMany()).toEqual([]);
  });
});
