import { schema } from "@fairlead/db";
import { alertEventNames, wordsOfAlert } from "@fairlead/runner/contract";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createChannel } from "./create-channel.ts";
import { CreateChannel } from "./notifications.schemas.ts";
import { notificationStatements, sendDue } from "./notify.ts";

let deps: TestDeps;
let actor: Actor;
let told: string[];
beforeEach(async () => {
  told = [];
  deps = await testDeps();
  deps.egress = async (_url, init) => {
    told.push(String(init?.body));
    return { status: 204, headers: new Headers(), bytes: new Uint8Array() };
  };
  actor = await aTeam(deps);
});
afterEach(() => deps.dispose());

const settings = { kind: "discord", url: "https://discord.com/api/webhooks/1/x" } as const;

test.each(alertEventNames)("%s is chosen for a channel, and told there", async (event) => {
  await createChannel(deps, actor, { name: "ops", settings, events: [event], isEnabled: true });
  const title = wordsOfAlert(event).label;
  const content = { title, sentence: "It is so.", facts: [], evidence: [], nextAction: null, path: null, ids: {} };
  const order = { teamId: actor.teamId, event, subjectId: "1", content };
  await runBatch(deps.db, await notificationStatements(deps, order));
  await sendDue(deps);
  expect(told).toEqual([expect.stringContaining(title)]);
  expect(await deps.db.select().from(schema.notification)).toMatchObject([{ event, state: "sent" }]);
});

test("each is called something else", () => {
  const labels = alertEventNames.map((event) => wordsOfAlert(event).label);
  expect(new Set(labels).size).toBe(labels.length);
  for (const label of labels) expect(label).toMatch(/^[A-Z].{5,60}$/);
});

test("a channel whose maker chose none tells what is usual", () => {
  const { events } = v.parse(CreateChannel, { name: "ops", settings });
  expect(events).toEqual(alertEventNames.filter((event) => wordsOfAlert(event).isUsual));
});
