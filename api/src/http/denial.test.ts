import { afterEach, beforeEach, expect, test } from "vitest";
import { claimedApp } from "../testing/test-app.ts";

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
  expect(row?.detail).toBe('{"method":"POST","path":"/api/v1/projects"}');
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
