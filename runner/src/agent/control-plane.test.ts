import { describe, expect, test } from "vitest";
import { ids } from "../testing/builders.ts";
import { createControlPlane } from "./control-plane.ts";
import { ControlPlaneError } from "./control-plane-error.ts";

const lease = { job: ids.job(1), lease: "l", attempt: 1 };
const progress = { lease, steps: [], chunks: [] };

/** A control plane that gives this answer to everything. */
const answering = (answer: () => Response | Promise<Response>) =>
  createControlPlane({ url: "https://fairlead.test", credential: "flr_x", version: "1", fetch: async () => answer() });

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ControlPlaneError ? error.failure : error;
};

const problem = (status: number, code: string) => () =>
  Response.json({ code, title: "no" }, { status, headers: { "content-type": "application/problem+json" } });

describe("an answer of the control plane", () => {
  test.each([
    ["a revoked credential stops the runner", problem(401, "unauthenticated"), "unauthorized"],
    ["a stale lease stops the job", problem(409, "lease.stale"), "stale"],
    ["another conflict is final", problem(409, "finish.conflict"), "refused"],
    ["a bad request is final", problem(400, "invalid"), "refused"],
    ["too many requests are tried again", problem(429, "rate.limited"), "unavailable"],
    ["a server error is tried again", problem(503, "internal"), "unavailable"],
    [
      "an error page of a proxy is tried again",
      () => new Response("<html>Bad gateway</html>", { status: 404 }),
      "unavailable",
    ],
    ["a page in place of an answer is tried again", () => new Response("<html>Sign in</html>"), "unavailable"],
    ["an answer of another shape is tried again", () => Response.json({ hello: 1 }), "unavailable"],
    ["a broken connection is tried again", () => Promise.reject(new TypeError("fetch failed")), "unavailable"],
  ])("%s", async (_rule, answer, failure) => {
    expect(await failureOf(answering(answer).progress(progress))).toBe(failure);
  });

  test("names the pause that it asks for", async () => {
    const busy = () => Response.json({ code: "rate.limited" }, { status: 429, headers: { "retry-after": "7" } });
    await expect(answering(busy).progress(progress)).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  test("that is too large is cut off instead of collected", async () => {
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(1_048_576)),
        }),
      );
    expect(await failureOf(answering(endless).progress(progress))).toBe("unavailable");
  });
});

test("no job within the wait is no error", async () => {
  const none = answering(() => new Response(null, { status: 204 }));
  expect(await none.claim({ key: "k".repeat(16), waitMs: 1, version: "1", holding: [] })).toBeUndefined();
});

test("a job whose payload nobody understands still arrives, so that it can be answered for", async () => {
  const cadence = { claimWaitMs: 1, heartbeatMs: 1, leaseMs: 1, flushMs: 1, chunkMaxBytes: 1, logMaxBytes: 1 };
  const odd = { lease, leaseMs: 1, deadlineMs: 1, payload: { kind: "of the future" }, secrets: 3, cadence };
  const claimed = await answering(() => Response.json(odd)).claim({
    key: "k".repeat(16),
    waitMs: 1,
    version: "1",
    holding: [],
  });
  expect(claimed).toMatchObject({ lease, payload: { kind: "of the future" } });
});

test("the credential goes in a header and nowhere else", async () => {
  const seen: { url: string; init: RequestInit | undefined }[] = [];
  const plane = createControlPlane({
    url: "https://fairlead.test",
    credential: "flr_secret",
    version: "1",
    fetch: async (url, init) => {
      seen.push({ url: String(url), init });
      return Response.json({ leaseMs: 1, cancel: false });
    },
  });
  await plane.progress(progress);
  const [request] = seen;
  expect(request?.url).toBe("https://fairlead.test/api/v1/runner/progress");
  expect(new Headers(request?.init?.headers).get("authorization")).toBe("Bearer flr_secret");
  expect(String(request?.init?.body)).not.toContain("flr_secret");
});
