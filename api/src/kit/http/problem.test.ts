import { DatabaseLocked } from "@fairlead/db";
import { Hono } from "hono";
import { expect, test } from "vitest";
import type { ApiEnv } from "./api-env.ts";
import { onError } from "./problem.ts";

test("a database that another program keeps locked is told as that, and when to ask again", async () => {
  const app = new Hono<ApiEnv>().onError(onError).get("/", () => {
    throw new Error("Failed query: update project", { cause: new DatabaseLocked(8_000, undefined) });
  });
  const answer = await app.request("/");
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
  expect(await answer.json()).toMatchObject({
    code: "database.locked",
    title: expect.stringMatching(/another program keeps/i),
  });
});

test("a request that its sender left unfinished is no fault of ours, and is not logged as one", async () => {
  const app = new Hono<ApiEnv>().onError(onError).post("/", () => {
    throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
  });
  const answer = await app.request("/", { method: "POST", signal: AbortSignal.abort() });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "request.malformed" });
});
