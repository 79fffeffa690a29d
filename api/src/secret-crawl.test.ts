import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "./app.ts";
import type { Role } from "./rules/rights.ts";
import { aFullTeam, type FullTeam } from "./testing/full-team.ts";
import { pathWith, routeTable } from "./testing/route-table.ts";
import { type TestApp, testApp } from "./testing/test-app.ts";

// Unique secrets are put into every place that takes one; then every GET of the app is read as every role and searched for them.

/** Streams never end, and the reveal is the one place where a secret is meant to be answered (it is audited). */
const left = ["/api/v1/events", "/api/v1/deployments/:id/log/stream", "/api/v1/variables/:id/value"];
const pages = routeTable(createApp()).filter(({ method, path }) => method === "GET" && !left.includes(path));
const roles: Role[] = ["viewer", "member", "admin", "owner"];

let world: TestApp;
let team: FullTeam;
beforeAll(async () => {
  world = await testApp();
  team = await aFullTeam(world, "mine");
});
afterAll(() => world?.deps.dispose());

const base64 = (text: string) => btoa(text).replace(/=+$/, "");
/** A secret in the forms an answer might carry it. */
const formsOf = (secret: string) => [
  secret,
  base64(secret),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

async function stored(): Promise<string[]> {
  const { db } = world.deps;
  const [tokens, invitations, enrolments, runners, accounts, teams] = await Promise.all([
    db.query.apiToken.findMany(),
    db.query.invitation.findMany(),
    db.query.enrolment.findMany(),
    db.query.runner.findMany(),
    db.query.account.findMany(),
    db.query.team.findMany(),
  ]);
  return [
    ...tokens.map(({ hash }) => hash),
    ...invitations.map(({ tokenHash }) => tokenHash),
    ...enrolments.map(({ tokenHash }) => tokenHash),
    ...runners.map(({ credentialHash }) => credentialHash),
    ...accounts.flatMap(({ password }) => password ?? []),
    ...teams.map(({ wrappedKey }) => wrappedKey),
  ];
}

test.each(roles.flatMap((role) => pages.map(({ path }): [Role, string] => [role, path])))(
  "as %s, GET %s answers no secret, no hash and no ciphertext",
  async (role, path) => {
    const { status, text, headers } = await world.send(pathWith(path, team.ids), { token: team.tokens[role] });
    // An owner of the team sees every page of it, so that what is searched is what is answered.
    if (role === "owner" && path !== "/api/v1/instance") expect(status).toBe(200);
    const answer = text + JSON.stringify([...headers]);
    for (const [name, secret] of Object.entries(team.secrets))
      expect(
        formsOf(secret).filter((form) => answer.includes(form)),
        name,
      ).toEqual([]);
    expect((await stored()).filter((hash) => answer.includes(hash))).toEqual([]);
    // What the secret box makes starts like this.
    expect(answer).not.toMatch(/v1\.k\d+\./);
  },
);

test("the seeded secrets are really in the database, sealed or hashed", async () => {
  const { sourceToken, variable, teamRegistry, channelUrl } = team.secrets;
  const { db } = world.deps;
  const rows = JSON.stringify(
    await Promise.all([
      db.query.source.findMany(),
      db.query.variable.findMany(),
      db.query.application.findMany(),
      db.query.registry.findMany(),
      db.query.channel.findMany(),
      db.query.deployment.findMany(),
    ]),
  );
  expect(rows.match(/v1\.k\d+\./g)?.length).toBeGreaterThanOrEqual(5);
  for (const secret of [sourceToken, variable, teamRegistry, channelUrl]) expect(rows).not.toContain(secret);
});

test("revealing a variable answers its value and is written to the audit", async () => {
  const path = `/api/v1/variables/${team.ids.variables}/value`;
  expect((await world.send(path, { token: team.tokens.member })).body.value).toBe(team.secrets.variable);
  const { text } = await world.send("/api/v1/audit", { token: team.tokens.owner });
  expect(text).toContain("variable.reveal");
});
