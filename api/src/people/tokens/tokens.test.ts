import { afterEach, beforeEach, expect, test } from "vitest";
import { claimedApp } from "../../testing/test-app.ts";
import { aMember } from "../../testing/test-deps.ts";
import { createApiToken } from "./create-api-token.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

async function make(json: object, token = world.token) {
  const { status, body } = await world.send("/api/v1/tokens", { json: { name: "ci", scope: "write", ...json }, token });
  return { status, code: body.code, token: String(body.token) };
}

test("a token is shown once and stored as a hash", async () => {
  const { token } = await make({});
  expect(JSON.stringify(await world.deps.db.query.apiToken.findMany())).not.toContain(token);
  expect((await world.send("/api/v1/tokens", { token: world.token })).text).not.toContain(token);
});

test("a token ends with its last day", async () => {
  const { token } = await make({ expiresInDays: 1 });
  expect((await world.send("/api/v1/projects", { token })).status).toBe(200);
  world.deps.clock.advance(24 * 60 * 60_000);
  expect((await world.send("/api/v1/projects", { token })).status).toBe(401);
});

test("a token cannot make a wider or a lasting one", async () => {
  const { token } = await make({ scope: "write" });
  expect((await make({ scope: "read" }, token)).code).toBe("auth.forbidden");
  expect((await make({ expiresInDays: null })).code).toBe("token.needs_expiry");
});

test.each([
  ["viewer", "read", "deploy"],
  ["member", "write", "admin"],
] as const)("a %s makes tokens for %s, and none for %s", async (role, widest, wider) => {
  const actor = await aMember(world.deps, world.teamId, role);
  const order = { name: "ci", expiresInDays: 1 };
  await createApiToken(world.deps, actor, { ...order, scope: widest });
  await expect(createApiToken(world.deps, actor, { ...order, scope: wider })).rejects.toMatchObject({
    code: "token.scope_too_wide",
  });
});

test("using a token is remembered at most once a minute", async () => {
  const { token } = await make({});
  const lastUsed = async () => {
    const rows = await world.deps.db.query.apiToken.findMany();
    return rows.find(({ name }) => name === "ci")?.lastUsedAt ?? null;
  };
  await world.send("/api/v1/projects", { token });
  const first = await lastUsed();
  expect(first).not.toBeNull();
  world.deps.clock.advance(30_000);
  await world.send("/api/v1/projects", { token });
  expect(await lastUsed()).toBe(first);
  world.deps.clock.advance(31_000);
  await world.send("/api/v1/projects", { token });
  expect(await lastUsed()).not.toBe(first);
});

test("a token may ask who it acts for but holds no cookie rights", async () => {
  const { token } = await make({ scope: "read" });
  expect((await world.send("/api/v1/me", { token })).body).toMatchObject({ via: "token" });
  expect((await world.send("/api/v1/instance", { token })).status).toBe(403);
});
