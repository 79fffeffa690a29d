import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication } from "../../testing/flow.ts";
import { aChunk, aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { claimedApp, owner, signedIn } from "../../testing/test-app.ts";

let world: Awaited<ReturnType<typeof claimedApp>>;
let cookie: string;
let team: string;
let deploymentId: string;
beforeEach(async () => {
  world = await claimedApp();
  const { deps, userId } = world;
  const flow = await aFlowWorld(deps);
  team = flow.teamId;
  const member = { id: deps.ids.next("member"), teamId: team, userId, role: "viewer", createdAt: 1 } as const;
  await deps.db.insert(schema.member).values(member);
  cookie = await signedIn(world, owner);
  const runner = aRunnerClient(deps, flow);
  const resourceId = await anApplication(deps, flow);
  deploymentId = (await enqueueDeployment(deps, { teamId: team, resourceId, trigger: "manual", commit: null })).id;
  const lease = leaseOf(await runner.claim());
  await runner.progress(lease, { chunks: [aChunk(0, "one\n"), aChunk(1, 'two "quoted"\nlines\n')] });
  await runner.finish(lease, deployed(), { chunkCount: 2 });
});
afterEach(() => world.deps.dispose());

const get = (path: string, headers: Record<string, string> = {}) =>
  world.send(`/api/v1/deployments/${deploymentId}${path}`, { cookie, team, headers });

test("the stream carries a cursor with every piece and goes on after the last one seen", async () => {
  const { status, headers, text } = await get("/log/stream", { "Last-Event-ID": "1.0" });
  expect(status).toBe(200);
  expect(headers.get("Content-Type")).toContain("text/event-stream");
  expect(text).toContain("event: chunk\n");
  expect(text).toContain("id: 1.1\n");
  expect(text).not.toContain("id: 1.0\n");
  expect(text).toContain('event: end\ndata: {"missingChunks":0,"isTruncated":false}');
});

test("a download is plain text that no browser takes for a page", async () => {
  const { headers, text } = await get("/log.txt");
  expect(headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
  expect(headers.get("Content-Disposition")).toBe('attachment; filename="deployment-1.log"');
  expect(text).toBe('one\ntwo "quoted"\nlines\n');
});

test("a page names the cursor to ask on with, and refuses one that is none", async () => {
  expect((await get("/log?limit=1")).body).toMatchObject({ cursor: "1.0", isComplete: false });
  expect((await get("/log?after=1.0")).body).toMatchObject({ cursor: "1.1", isComplete: true });
  expect((await get("/log?after=x")).status).toBe(400);
});

test.each(["/log", "/log/stream", "/log.txt"])("nobody signed in gets nothing of %s", async (path) => {
  const answer = await world.send(`/api/v1/deployments/${deploymentId}${path}`);
  expect(answer.status).toBe(401);
  expect(answer.text).not.toContain("one");
});
