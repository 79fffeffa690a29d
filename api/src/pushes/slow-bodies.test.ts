import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { githubHeaders, githubPush } from "../testing/deliveries.ts";
import { aFlowWorld, aSource } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { callWebhook } from "../testing/webhook-calls.ts";
import { createWebhookLimits } from "./webhook-limits.ts";

let deps: TestDeps;
let source: Awaited<ReturnType<typeof aSource>>;
beforeEach(async () => {
  deps = await testDeps();
  source = await aSource(deps, await aFlowWorld(deps));
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

/** Time that passes when the test says so. */
function aTimer() {
  let now = 0;
  const due = new Set<{ at: number; act: () => void }>();
  return {
    after: (ms: number, act: () => void) => {
      const one = { at: now + ms, act };
      due.add(one);
      return () => void due.delete(one);
    },
    pass: (ms: number) => {
      now += ms;
      for (const one of due) if (one.at <= now && due.delete(one)) one.act();
    },
    waiting: () => due.size,
  };
}

/** A body of which only these bytes come, and then nothing more. `asked` is fulfilled when all of them were read. */
function aStalledBody(pieces: Uint8Array[]) {
  const waiting = [...pieces];
  const asked = Promise.withResolvers<void>();
  const state = { isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = waiting.shift();
      if (piece) controller.enqueue(piece);
      else asked.resolve();
      // Only a piece that comes asks on.
      return piece ? undefined : new Promise<void>(() => undefined);
    },
    cancel: () => {
      state.isCancelled = true;
    },
  });
  return { body, asked: asked.promise, state };
}

const MiB = 1024 * 1024;
const piece = new TextEncoder().encode('{"noise":"');

test.each<[string, Record<string, string>, Uint8Array[]]>([
  ["a small one that tells its length", { "content-length": "2000" }, [piece]],
  ["a small one that does not", {}, [piece]],
  ["a large one", {}, [piece, ...Array.from({ length: 6 }, () => new Uint8Array(MiB).fill(120))]],
])("a body that does not come to its end within a minute is given up: %s", async (_, told, pieces) => {
  const limits = createWebhookLimits({ largeAtOnce: 1 });
  const timer = aTimer();
  const slow = aStalledBody(pieces);
  const headers = { ...(await githubHeaders("{}", source)), ...told };
  const call = { key: source.webhookKey, body: slow.body, headers };
  let answer: { status: number; text: string } | undefined;
  const ended = callWebhook({ deps, limits, after: timer.after }, call).then((given) => {
    answer = given;
  });
  await slow.asked;
  timer.pass(59_999);
  expect(answer).toBeUndefined();
  timer.pass(1);
  await ended;
  expect(JSON.parse(answer?.text ?? "")).toMatchObject({ status: 400, code: "request.too_slow" });
  expect(timer.waiting()).toBe(0);
  // Its place is free again, nothing of it was kept, and the page of the source says so.
  (await limits.large.enter())();
  expect(await deps.db.select().from(schema.delivery)).toEqual([]);
  const [row] = await deps.db.select().from(schema.source);
  expect(row).toMatchObject({ refusedFor: "too-slow", refusedCount: 1 });
});

test("a body that comes in time leaves no clock running", async () => {
  const timer = aTimer();
  const body = githubPush();
  const headers = await githubHeaders(body, source);
  const whole = { key: source.webhookKey, body, headers };
  const inPieces = { ...whole, body: new Blob([body]).stream() };
  for (const call of [whole, inPieces]) {
    const answer = await callWebhook({ deps, limits: createWebhookLimits(), after: timer.after }, call);
    expect(answer.status).toBe(202);
  }
  expect(timer.waiting()).toBe(0);
});
