import type { Lease } from "@fairlead/runner/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aChunk, aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { followLog, type LogEvent } from "./follow-log.ts";
import { logText } from "./log-text.ts";
import { logStart, parseCursor, readLog } from "./read-log.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let deploymentId: string;
let lease: Lease;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  const resourceId = await anApplication(deps, world);
  const order = { teamId: world.teamId, resourceId, trigger: "manual", commit: null } as const;
  deploymentId = (await enqueueDeployment(deps, order)).id;
  lease = leaseOf(await runner.claim());
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const page = (given: { after?: string; limit?: number } = {}) =>
  readLog(deps, world.teamId, { deploymentId, after: parseCursor(given.after), limit: given.limit ?? 100 });
const text = async () => {
  let all = "";
  for await (const part of logText(deps, world.teamId, deploymentId)) all += part;
  return all;
};

test("pages follow each other without gap or repetition, across attempts", async () => {
  await runner.progress(lease, { chunks: [aChunk(0), aChunk(1), aChunk(2)] });
  lease = leaseOf(await runner.claim());
  await runner.progress(lease, { chunks: [aChunk(0, "again\n")] });
  const first = await page({ limit: 2 });
  const second = await page({ limit: 2, ...(first.cursor ? { after: first.cursor } : {}) });
  expect([...first.chunks, ...second.chunks].map((chunk) => `${chunk.attempt}.${chunk.seq} ${chunk.text}`)).toEqual([
    "1.0 line 0\n",
    "1.1 line 1\n",
    "1.2 line 2\n",
    "2.0 again\n",
  ]);
  expect(second).toMatchObject({ cursor: "2.0", isComplete: false });
  expect(await page({ after: "2.0" })).toMatchObject({ chunks: [], cursor: "2.0" });
});

test("pieces that never arrived are counted once the job has ended", async () => {
  await runner.progress(lease, { chunks: [aChunk(0), aChunk(2)] });
  await runner.finish(lease, deployed(), { chunkCount: 5 });
  expect(await page()).toMatchObject({ isComplete: true, missingChunks: 3, isTruncated: false });
  expect(await text()).toContain("line 0\n--- 1 pieces of the log are missing here ---\nline 2\n");
});

test("half a character in a piece spoils neither it nor the rest", async () => {
  const half = "🔑".slice(0, 1);
  await runner.progress(lease, { chunks: [aChunk(0, `key ${half}\n`), aChunk(1, "🔑\n")] });
  expect(await text()).toBe("key \ufffd\n🔑\n");
});

test("another team finds no log and no deployment", async () => {
  const stranger = await aTeam(deps);
  const query = { deploymentId, after: logStart, limit: 10 };
  await expect(readLog(deps, stranger.teamId, query)).rejects.toMatchObject({ code: "deployment.not_found" });
});

test("a reader follows from where it was until the job ends", async () => {
  await runner.progress(lease, { chunks: [aChunk(0), aChunk(1)] });
  const stop = new AbortController();
  const seen: LogEvent[] = [];
  const reading = (async () => {
    const place = { deploymentId, after: { attempt: 1, seq: 0 }, signal: stop.signal };
    for await (const event of followLog(deps, world.teamId, place)) {
      seen.push(event);
      // What comes while a reader reads wakes it; what comes between two looks is not lost.
      if (event.kind === "chunk" && event.chunk.seq === 1) await runner.progress(lease, { chunks: [aChunk(2)] });
      if (event.kind === "chunk" && event.chunk.seq === 2) await runner.finish(lease, deployed(), { chunkCount: 3 });
    }
  })();
  await reading;
  expect(seen.filter((event) => event.kind !== "quiet")).toMatchObject([
    { kind: "chunk", chunk: { seq: 1 } },
    { kind: "chunk", chunk: { seq: 2 } },
    { kind: "end", end: { missingChunks: 0, isTruncated: false } },
  ]);
});
