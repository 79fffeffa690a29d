import { schema } from "@fairlead/db";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runBatch } from "../../kit/write/run-batch.ts";
import { aFullTeam } from "../../testing/full-team.ts";
import { claimedApp, owner } from "../../testing/test-app.ts";
import { prune } from "../retention/prune.ts";
import { notificationStatements, sendDue } from "./notify.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

const hour = 60 * 60_000;
const stranger = "stranger@example.org";
async function channel(addresses: string[], name = "ops") {
  const json = { name, settings: { kind: "email", addresses }, events: ["deployment.failed"] };
  const { body } = await world.send("/api/v1/channels", { json, token: world.token });
  return String(body.id);
}
const tryOut = (id: string) => world.send(`/api/v1/channels/${id}/test`, { method: "POST", token: world.token });
const show = async (id: string) => (await world.send(`/api/v1/channels/${id}`, { token: world.token })).body;
async function saveAddresses(id: string, addresses: string[]) {
  const { revision } = await show(id);
  const json = { revision, settings: { kind: "email", addresses } };
  return world.send(`/api/v1/channels/${id}`, { method: "PATCH", json, token: world.token });
}
const mailsTo = (address: string) => world.deps.sentMails.filter(({ to }) => to === address);
const linkTo = (address: string) => /confirm-address#(\S+)/.exec(mailsTo(address).at(-1)?.text ?? "")?.[1] ?? "";
const confirm = (token: string) => world.send("/api/v1/channels/confirm", { json: { token } });
async function alert() {
  const { deps, teamId } = world;
  const content = { title: "Broken", sentence: "x", facts: [], evidence: [], nextAction: null, path: null, ids: {} };
  const order = { teamId, event: "deployment.failed" as const, subjectId: deps.ids.next("deployment"), content };
  await runBatch(deps.db, await notificationStatements(deps, order));
  await sendDue(deps);
}

describe("a stranger", () => {
  test("gets one mail that asks, and neither tests nor alerts until the link in it was used", async () => {
    const id = await channel([stranger]);
    expect(mailsTo(stranger).map(({ subject }) => subject)).toEqual(["Do you want alerts of Fairlead here?"]);
    expect((await show(id)).unconfirmed).toBe(1);
    expect((await tryOut(id)).body).toMatchObject({
      isSent: false,
      error: expect.stringContaining("Nobody has confirmed"),
    });
    await alert();
    expect(mailsTo(stranger)).toHaveLength(1);
    expect((await confirm(linkTo(stranger))).status).toBe(204);
    expect((await show(id)).unconfirmed).toBe(0);
    await alert();
    expect((await tryOut(id)).body).toMatchObject({ isSent: true });
    expect(mailsTo(stranger)).toHaveLength(3);
  });

  test("is told nothing that a person of the team wrote as a subject, nor a link in its name", async () => {
    const path = `/api/v1/teams/${world.teamId}`;
    const { revision } = (await world.send(path, { token: world.token })).body;
    const json = { revision, name: "Win a prize at https://evil.test/now" };
    expect((await world.send(path, { method: "PATCH", json, token: world.token })).status).toBe(200);
    const id = await channel([stranger], "You have won");
    const [asked] = mailsTo(stranger);
    expect(asked?.text).not.toContain("evil.test");
    await confirm(linkTo(stranger));
    await tryOut(id);
    for (const { subject } of mailsTo(stranger)) expect(subject).not.toMatch(/won|prize/i);
  });

  test("is asked once an hour at most, however often the channel is saved", async () => {
    const id = await channel([stranger]);
    const save = () => saveAddresses(id, [stranger]);
    for (let i = 0; i < 5; i++) await save();
    expect(mailsTo(stranger)).toHaveLength(1);
    const first = linkTo(stranger);
    world.deps.clock.advance(hour + 1);
    await save();
    expect(mailsTo(stranger)).toHaveLength(2);
    expect((await confirm(first)).body.code).toBe("address.closed");
    expect((await confirm(linkTo(stranger))).status).toBe(204);
  });

  test("cannot use a link twice, after a week, or one of another kind, and silence is forgotten", async () => {
    await channel([stranger, "late@example.org"]);
    const [token, late] = [linkTo(stranger), linkTo("late@example.org")];
    expect((await confirm(token)).status).toBe(204);
    expect((await confirm(token)).status).toBe(403);
    expect((await confirm(world.token)).status).toBe(403);
    world.deps.clock.advance(8 * 24 * hour);
    expect((await confirm(late)).status).toBe(403);
    await prune(world.deps, { pause: async () => {} });
    expect(await world.deps.db.select().from(schema.confirmedAddress)).toHaveLength(1);
  });

  test("who said yes to one team is a stranger to another", async () => {
    await channel([stranger]);
    await confirm(linkTo(stranger));
    const { token } = await anotherTeam();
    const json = { name: "ops", settings: { kind: "email", addresses: [stranger] } };
    expect((await world.send("/api/v1/channels", { json, token })).body.unconfirmed).toBe(1);
  });
});

async function anotherTeam() {
  const team = await aFullTeam(world, "other");
  return { token: team.tokens.owner };
}

test("a member is mailed without being asked, the others of the same channel are not", async () => {
  const id = await channel([owner.email.toUpperCase(), stranger]);
  expect((await show(id)).unconfirmed).toBe(1);
  expect((await tryOut(id)).body).toMatchObject({ isSent: true });
  expect(world.deps.sentMails.map(({ subject }) => subject)).toEqual([
    "Do you want alerts of Fairlead here?",
    "Test of a notification channel",
  ]);
});

test("a channel of an earlier version goes on telling its addresses, also once new ones are added", async () => {
  const id = await channel([stranger]);
  const { db } = world.deps;
  await db.delete(schema.confirmedAddress);
  await db.update(schema.channel).set({ asksAddresses: false });
  world.deps.sentMails.length = 0;
  expect((await tryOut(id)).body).toMatchObject({ isSent: true });
  const { body } = await saveAddresses(id, [stranger, "new@example.org"]);
  expect(body.unconfirmed).toBe(1);
  await alert();
  expect(mailsTo(stranger)).toHaveLength(2);
  expect(mailsTo("new@example.org").map(({ subject }) => subject)).toEqual(["Do you want alerts of Fairlead here?"]);
});

describe("tests are limited", () => {
  test("of a channel, with the limit and the time to wait", async () => {
    const id = await channel([owner.email]);
    for (let i = 0; i < 10; i++) expect((await tryOut(id)).status).toBe(200);
    const refused = await tryOut(id);
    expect([refused.status, refused.body.code]).toEqual([429, "limit.channelTests"]);
    expect(Number(refused.headers.get("Retry-After"))).toBe(3_600);
    expect(refused.body.title).toContain("at most 10 tests an hour");
    world.deps.clock.advance(hour + 1);
    expect((await tryOut(id)).status).toBe(200);
  });

  test("of a person and of a team, over all channels: 500 calls send few mails", async () => {
    const ids = [];
    for (let i = 0; i < 10; i++) ids.push(await channel([owner.email], `channel ${i}`));
    for (let i = 0; i < 500; i++) await tryOut(ids[i % ids.length] ?? "");
    expect(mailsTo(owner.email)).toHaveLength(30);
  });

  test("and so are the mails that ask: 60 a day of a team", async () => {
    const many = (from: number) => Array.from({ length: 20 }, (_, index) => `s${from + index}@example.org`);
    for (const from of [0, 20, 40]) await channel(many(from));
    const json = { name: "more", settings: { kind: "email", addresses: many(60) } };
    const refused = await world.send("/api/v1/channels", { json, token: world.token });
    expect([refused.status, refused.body.code]).toEqual([429, "limit.confirmationMails"]);
    expect(world.deps.sentMails).toHaveLength(60);
  });
});
