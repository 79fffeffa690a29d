import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../rules/permissions.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createChannel } from "./create-channel.ts";
import { getChannelRow } from "./notifications.store.ts";
import { testChannel } from "./test-channel.ts";
import { openSettings } from "./to-channel-view.ts";

let deps: TestDeps;
let actor: Actor;
let asked: string[];
beforeEach(async () => {
  asked = [];
  deps = await testDeps();
  deps.egress = async (_url, { body }) => {
    const { chat_id: chat } = JSON.parse(String(body));
    asked.push(chat);
    const moved = '{"ok":false,"description":"upgraded","parameters":{"migrate_to_chat_id":-1009}}';
    const isOld = chat === "-9";
    return {
      status: isOld ? 400 : 200,
      headers: new Headers(),
      bytes: new TextEncoder().encode(isOld ? moved : '{"ok":true}'),
    };
  };
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const telegram = { kind: "telegram", botToken: `12345:${"a".repeat(35)}`, chatId: "-9" } as const;

test("a group of Telegram that moved is written to where it is from then on, and the audit log says so", async () => {
  const made = await createChannel(deps, actor, { name: "Harbour", settings: telegram, events: [], isEnabled: true });
  const id = made.channel.id;
  expect(await testChannel(deps, actor, { id })).toEqual({ isSent: true, error: null });
  await testChannel(deps, actor, { id });
  expect(asked).toEqual(["-9", "-1009", "-1009"]);
  const row = await getChannelRow(deps.db, actor.teamId, id);
  expect(await openSettings(deps, row)).toEqual({ ...telegram, chatId: "-1009" });
  const entries = (await deps.db.select().from(schema.audit)).filter(({ action }) => action === "channel.moved");
  expect(entries).toMatchObject([{ target: id, actor: "telegram", detail: '{"from":"-9","to":"-1009"}' }]);
});
