import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimedApp, owner, signedIn } from "../../testing/test-app.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

async function readToken() {
  const json = { name: "ci", scope: "read", expiresInDays: 1 };
  const { body } = await world.send("/api/v1/tokens", { json, token: world.token });
  return { token: String(body.token), id: (body.apiToken as { id: string }).id };
}
async function denials() {
  const rows = await world.deps.db.query.audit.findMany();
  return rows.filter(({ action }) => action === "access.denied" || action === "token.refused");
}

test("a write that a token may not do is in the team's audit, with the path and without the body", async () => {
  const { token, id } = await readToken();
  await world.send("/api/v1/projects", { json: { name: "hidden name" }, token });
  const [row] = await denials();
  expect(row).toMatchObject({ teamId: world.teamId, actor: `token:${id}`, action: "access.denied" });
  expect(row?.detail).toBe('{"method":"POST","path":"/api/v1/projects","code":"auth.forbidden"}');
});

test("an address that leads inside is in the team's audit, without the address", async () => {
  const json = { name: "hook", settings: { kind: "webhook", url: "https://10.0.0.8/secret" }, events: [] };
  expect((await world.send("/api/v1/channels", { json, token: world.token })).status).toBe(400);
  const [row] = await denials();
  expect(row).toMatchObject({ teamId: world.teamId, action: "access.denied" });
  expect(row?.detail).toBe('{"method":"POST","path":"/api/v1/channels","code":"egress.refused"}');
});

test("the use of a revoked token is in the team's audit", async () => {
  const { token, id } = await readToken();
  await world.send(`/api/v1/tokens/${id}`, { method: "DELETE", token: world.token });
  await world.send("/api/v1/projects", { token });
  expect((await denials()).map(({ action }) => action)).toEqual(["token.refused"]);
});

test("a flood of denials writes no flood of rows", async () => {
  const { token } = await readToken();
  for (let i = 0; i < 40; i++) await world.send("/api/v1/projects", { json: { name: "x" }, token });
  expect(await denials()).toHaveLength(20);
});

describe("a row is left by", () => {
  const rowsOf = async (action: string) =>
    (await world.deps.db.query.audit.findMany()).filter((row) => row.action === action);
  const signIn = (json: object, ip = "192.0.2.1") =>
    world.send("/api/auth/sign-in/email", { json: { email: owner.email, password: "wrong", ...json }, ip });

  test("a sign-in with a wrong password, which names the account and not the password", async () => {
    await signIn({});
    const [row] = await rowsOf("session.refused");
    expect(row).toMatchObject({ teamId: null, actor: "anonymous", target: world.userId });
    expect(JSON.stringify(row)).not.toContain("wrong");
  });

  test("a sign-in for an account that does not exist, which does not name it", async () => {
    await signIn({ email: "nobody@fairlead.test" });
    const [row] = await rowsOf("session.refused");
    expect(row).toMatchObject({ actor: "anonymous", target: null });
    expect(JSON.stringify(row)).not.toContain("nobody");
  });

  test("a request that another site made with the cookie of a person", async () => {
    const cookie = await signedIn(world, owner);
    const headers = { Origin: "https://evil.test" };
    expect((await world.send("/api/v1/projects", { json: { name: "x" }, cookie, headers })).status).toBe(403);
    expect((await rowsOf("access.denied")).map(({ detail }) => JSON.parse(detail).code)).toEqual([
      "auth.foreign_origin",
    ]);
  });

  test("a refusal that comes out only within a verb", async () => {
    const json = { name: "forever", scope: "read", expiresInDays: null };
    await world.send("/api/v1/tokens", { json, token: world.token });
    const [row] = await rowsOf("access.denied");
    expect(row).toMatchObject({ teamId: world.teamId });
    expect(row?.detail).toContain("token.needs_expiry");
  });

  test("signing out, once", async () => {
    const cookie = await signedIn(world, owner);
    for (let i = 0; i < 2; i++) await world.send("/api/auth/sign-out", { method: "POST", cookie });
    expect((await world.send("/api/v1/me", { cookie })).status).toBe(401);
    expect((await rowsOf("session.close")).map(({ actor }) => actor)).toEqual([`user:${world.userId}`]);
  });
});

test("strangers from any number of networks leave a bounded number of rows a minute", async () => {
  for (let i = 0; i < 150; i++)
    await world.send("/api/v1/projects", {
      json: { name: "x" },
      ip: `2001:db8:${i}::1`,
      headers: { Origin: "https://evil.test" },
    });
  expect((await denials()).length).toBe(120);
});
