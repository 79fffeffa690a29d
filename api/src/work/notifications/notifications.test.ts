import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createChannel } from "./create-channel.ts";
import type { CreateChannel, NotificationContent } from "./notifications.schemas.ts";
import { getChannelRow } from "./notifications.store.ts";
import { notificationStatements, sendDue } from "./notify.ts";
import { takeNotifications } from "./outbox.store.ts";
import { rotateSigningSecret } from "./rotate-signing-secret.ts";
import { testChannel } from "./test-channel.ts";
import { openSettings, toChannelView } from "./to-channel-view.ts";
import { updateChannel } from "./update-channel.ts";

let deps: TestDeps;
let actor: Actor;
let calls: string[];
let answer: () => Response;
beforeEach(async () => {
  calls = [];
  answer = () => new Response(null, { status: 204 });
  deps = await testDeps();
  deps.egress = async (url) => {
    calls.push(url);
    const { status, headers } = answer();
    return { status, headers, bytes: new Uint8Array() };
  };
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const minute = 60_000;
const discord = { kind: "discord", url: "https://discord.com/api/webhooks/1/swordfish" } as const;
const content: NotificationContent = {
  title: "Deployment shop #3 failed",
  sentence: "The build failed.",
  facts: [],
  evidence: [],
  nextAction: null,
  path: "/applications/app_1",
  ids: {},
};
const add = (given: Partial<CreateChannel> = {}) =>
  createChannel(deps, actor, {
    name: "ops",
    settings: discord,
    events: ["deployment.failed"],
    isEnabled: true,
    ...given,
  });
const tell = async (subjectId = "dep_1", teamId = actor.teamId) =>
  runBatch(deps.db, await notificationStatements(deps, { teamId, event: "deployment.failed", subjectId, content }));
const outbox = () => deps.db.select().from(schema.notification).orderBy(schema.notification.id);

test("only enabled channels that want the event hear of it, and only those of the team", async () => {
  await add();
  await add({ events: ["server.unreachable"] });
  await add({ isEnabled: false });
  await createChannel(deps, await aTeam(deps), {
    name: "theirs",
    settings: discord,
    events: ["deployment.failed"],
    isEnabled: true,
  });
  await tell();
  expect(await outbox()).toHaveLength(1);
});

test("telling the same event of the same subject again sends it once", async () => {
  await add();
  await tell();
  await tell();
  await sendDue(deps);
  await tell();
  await sendDue(deps);
  expect(calls).toHaveLength(1);
});

test("two senders at once send each notification once", async () => {
  await add();
  for (const subject of ["dep_1", "dep_2", "dep_3"]) await tell(subject);
  await Promise.all([sendDue(deps), sendDue(deps), sendDue(deps)]);
  expect(calls).toHaveLength(3);
  expect((await outbox()).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
});

test("what one process took nobody else takes until it had the time to send it", async () => {
  const { channel } = await add();
  await tell();
  const take = () => {
    const now = deps.clock.now();
    return takeNotifications(deps.db, { channelId: channel.id, now, heldUntil: now + 2 * minute, limit: 8 });
  };
  expect(await take()).toHaveLength(1);
  deps.clock.advance(2 * minute - 1);
  expect(await take()).toEqual([]);
  deps.clock.advance(1);
  expect(await take()).toMatchObject([{ attempts: 2 }]);
});

test("a failing channel is tried after 1, 5, 30, 120 and 360 minutes and then given up", async () => {
  answer = () => new Response(null, { status: 500 });
  const { channel } = await add();
  await tell();
  await sendDue(deps);
  for (const pause of [1, 5, 30, 120, 360]) {
    const before = calls.length;
    deps.clock.advance(pause * minute - 1);
    await sendDue(deps);
    expect(calls).toHaveLength(before);
    deps.clock.advance(1);
    await sendDue(deps);
    expect(calls).toHaveLength(before + 1);
  }
  deps.clock.advance(24 * 60 * minute);
  await sendDue(deps);
  expect(calls).toHaveLength(6);
  expect(await outbox()).toMatchObject([{ state: "failed", attempts: 6, lastError: "Discord answered 500." }]);
  expect(await getChannelRow(deps.db, actor.teamId, channel.id)).toMatchObject({ lastError: "Discord answered 500." });
});

test("a channel that works again loses its error", async () => {
  answer = () => new Response(null, { status: 503, headers: { "retry-after": "600" } });
  const { channel } = await add();
  await tell();
  await sendDue(deps);
  deps.clock.advance(10 * minute - 1);
  await sendDue(deps);
  expect(calls).toHaveLength(1);
  answer = () => new Response(null, { status: 204 });
  deps.clock.advance(1);
  await sendDue(deps);
  const now = deps.clock.now();
  expect(await getChannelRow(deps.db, actor.teamId, channel.id)).toMatchObject({ lastError: null, lastSentAt: now });
});

test("a sender that died in mid-attempt is replaced, and the attempt counts", async () => {
  await add();
  await tell();
  const egress = deps.egress;
  let die = () => {};
  deps.egress = () => new Promise((_, fail) => (die = () => fail(new Error("the process ended"))));
  const hanging = sendDue(deps);
  await sendDue(deps);
  deps.egress = egress;
  deps.clock.advance(3 * minute);
  await sendDue(deps);
  expect(await outbox()).toMatchObject([{ state: "sent", attempts: 2 }]);
  die();
  await hanging;
  expect(await outbox()).toMatchObject([{ state: "sent", attempts: 2 }]);
});

test("a team's channels that do not answer delay no other team's alert", async () => {
  const other = await aTeam(deps);
  const quick = { kind: "webhook", url: "https://quick.example.com/in" } as const;
  await createChannel(deps, other, { name: "o", settings: quick, events: ["deployment.failed"], isEnabled: true });
  for (let i = 0; i < 50; i++) await add({ name: `silent-${i}` });
  await tell();
  await tell("dep_2", other.teamId);
  let giveUp = () => {};
  const isOver = new Promise<void>((resolve) => (giveUp = resolve));
  const sent = new Promise<string>((resolve) => {
    deps.egress = async (url) => {
      if (url === quick.url) resolve(url);
      else await isOver;
      return { status: 204, headers: new Headers(), bytes: new Uint8Array() };
    };
  });
  const sending = sendDue(deps);
  expect(await sent).toBe(quick.url);
  giveUp();
  await sending;
  expect((await outbox()).map(({ state }) => state)).toEqual(Array(51).fill("sent"));
});

test("a channel that is switched off meanwhile sends nothing more", async () => {
  const { channel } = await add();
  await tell();
  await updateChannel(deps, actor, {
    id: channel.id,
    set: { revision: await revisionOf(deps.db, "channel", channel.id), isEnabled: false },
  });
  await sendDue(deps);
  expect(calls).toEqual([]);
  expect(await outbox()).toMatchObject([{ state: "failed", lastError: "The channel was switched off." }]);
});

test.each([
  [discord, "discord.com/…fish"],
  [{ kind: "email" as const, addresses: ["ada@fairlead.test"] }, "a…@fairlead.test"],
  [{ kind: "telegram" as const, botToken: `12345:${"s".repeat(35)}`, chatId: "-100" }, "bot 12345, chat -100"],
  [{ kind: "webhook" as const, url: "https://hooks.example.com/in/swordfish" }, "hooks.example.com/…fish"],
])("the settings of %o are sealed and shown only as %s", async (settings, hint) => {
  const { channel, signingSecret } = await add({ settings });
  expect(channel.settings).not.toMatch(/swordfish|s{35}|ada@/);
  const view = await toChannelView(deps, channel);
  expect(view.hint).toBe(hint);
  expect(signingSecret === null).toBe(settings.kind !== "webhook");
  if (signingSecret) expect(JSON.stringify(view)).not.toContain(signingSecret);
});

test("a webhook keeps its signing secret when its address changes and loses it only by rotation", async () => {
  const settings = { kind: "webhook" as const, url: "https://hooks.example.com/in" };
  const { channel, signingSecret } = await add({ settings });
  await updateChannel(deps, actor, {
    id: channel.id,
    set: {
      revision: await revisionOf(deps.db, "channel", channel.id),
      settings: { ...settings, url: "https://hooks.example.org/" },
    },
  });
  expect(await openSettings(deps, await getChannelRow(deps.db, actor.teamId, channel.id))).toMatchObject({
    url: "https://hooks.example.org/",
    secret: signingSecret,
  });
  const rotated = await rotateSigningSecret(deps, actor, channel);
  expect(rotated.signingSecret).not.toBe(signingSecret);
  expect(await openSettings(deps, await getChannelRow(deps.db, actor.teamId, channel.id))).toMatchObject({
    secret: rotated.signingSecret,
  });
});

test.each([
  "https://127.0.0.1/in",
  "https://[::1]/in",
  "http://hooks.example.com/in",
  "https://localhost/in",
  "https://10.0.0.8/",
  "https://2130706433/",
])("a webhook to %s is refused when it is saved", async (url) => {
  await expect(add({ settings: { kind: "webhook", url } })).rejects.toMatchObject({
    fields: [{ path: "settings.url" }],
  });
});

test("a webhook is refused an inner address when it is changed", async () => {
  const { channel } = await add({ settings: { kind: "webhook", url: "https://hooks.example.com/in" } });
  const set = {
    revision: await revisionOf(deps.db, "channel", channel.id),
    settings: { kind: "webhook" as const, url: "https://10.0.0.8/" },
  };
  await expect(updateChannel(deps, actor, { id: channel.id, set })).rejects.toMatchObject({
    fields: [{ path: "settings.url" }],
  });
});

test("a private address that the operator allowed may be a webhook's", async () => {
  deps.config = { ...deps.config, allowedPrivateHosts: ["n8n.lan:5678"] };
  const { channel } = await add({ settings: { kind: "webhook", url: "http://n8n.lan:5678/in" } });
  expect(channel.kind).toBe("webhook");
});

test("a test message tells at once how it went and is not tried again", async () => {
  answer = () => new Response(null, { status: 404 });
  const { channel } = await add();
  expect(await testChannel(deps, actor, channel)).toEqual({
    isSent: false,
    error: "Discord answered 404. Check the channel's settings.",
  });
  expect(await outbox()).toEqual([]);
});

test("another team's channel is answered like one that does not exist", async () => {
  const { channel } = await add();
  await expect(testChannel(deps, await aTeam(deps), channel)).rejects.toMatchObject({ code: "channel.not_found" });
});
