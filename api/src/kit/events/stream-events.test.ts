import { Hono } from "hono";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimedApp } from "../../testing/test-app.ts";
import type { ApiEnv } from "../http/api-env.ts";
import { context } from "../http/context.ts";
import { guard } from "../http/guard.ts";
import { onError } from "../http/problem.ts";
import { resourceEvent } from "./resource-event.ts";
import { streamEvents } from "./stream-events.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
beforeEach(async () => {
  world = await claimedApp();
});
afterEach(() => world.deps.dispose());

/** Reads the stream as text until `enough` says so or the server ends it. */
async function readUntil(
  answer: Response,
  enough: (text: string) => boolean,
): Promise<{ text: string; isEnded: boolean }> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader && !enough(text)) {
    const { value, done } = await reader.read();
    if (done) return { text, isEnded: true };
    text += value;
  }
  await reader?.cancel();
  return { text, isEnded: false };
}

function open(everyMs: number): Promise<Response> {
  const app = new Hono<ApiEnv>();
  app.onError(onError);
  app.use(context);
  app.get("/", guard({ auth: "user", action: "team.view", tenant: "team" }), (c) => streamEvents(c, { everyMs }));
  const headers = { Authorization: `Bearer ${world.token}` };
  const client = { ip: null, userAgent: null };
  return Promise.resolve(app.fetch(new Request("http://fairlead.test/", { headers }), { deps: world.deps, client }));
}

test("a change in the team reaches an open stream, a log line does not", async () => {
  const answer = await open(60_000);
  expect(answer.headers.get("Content-Type")).toContain("text/event-stream");
  const seen = readUntil(answer, (text) => {
    if (text.includes("event: ping") && !text.includes("dep_1")) {
      world.deps.hub.publish(world.teamId, { type: "log", job: "job_1", deployment: "dep_1", seq: 1 });
      world.deps.hub.publish("team_other", { type: "deployment", id: "dep_0", application: "app_0", status: "live" });
      world.deps.hub.publish(world.teamId, { type: "deployment", id: "dep_1", application: "app_1", status: "live" });
    }
    return text.includes("dep_1");
  });
  const { text } = await seen;
  expect(text).toContain('event: deployment\ndata: {"type":"deployment","id":"dep_1"');
  expect(text).not.toContain("event: log");
  expect(text).not.toContain("dep_0");
});

test("a change of an application is told of the resource that it is, and under its old name", async () => {
  const seen = readUntil(await open(60_000), (text) => {
    if (text.includes("event: ping") && !text.includes("app_1"))
      world.deps.hub.publish(world.teamId, resourceEvent("app_1", "running"));
    return text.includes("event: application");
  });
  const { text } = await seen;
  expect(text).toContain(
    'event: resource\ndata: {"type":"resource","id":"app_1","kind":"application","state":"running"}',
  );
  expect(text).toContain('event: application\ndata: {"type":"application","id":"app_1","state":"running"}');
});

test("a stream ends soon after its token is revoked", async () => {
  const answer = await open(20);
  const { body } = await world.send("/api/v1/tokens", { token: world.token });
  const [token] = body.items as { id: string }[];
  await world.send(`/api/v1/tokens/${token?.id}`, { method: "DELETE", token: world.token });
  expect((await readUntil(answer, () => false)).isEnded).toBe(true);
});

test("an open stream shows that it lives even when nothing happens", async () => {
  const { text } = await readUntil(await open(20), (seen) => seen.split("event: ping").length > 3);
  expect(text).toContain("event: ping");
});
