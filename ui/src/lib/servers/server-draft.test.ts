import { expect, test } from "vitest";
import { createServerOf, emptyServer, updateServerOf } from "./server-draft.ts";

test("a local machine is sent without an address", () => {
  const body = createServerOf({ ...emptyServer("run_1"), kind: "local", name: " box ", host: "ignored" });
  expect(body).toMatchObject({ kind: "local", name: "box", runnerId: "run_1", proxy: "caddy", acmeEmail: null });
  expect(body).not.toHaveProperty("host");
});

test("a remote machine is sent with its numbers as numbers", () => {
  const body = createServerOf({ ...emptyServer("run_1"), name: "web", host: " 203.0.113.7 ", port: "2222" });
  expect(body).toMatchObject({ kind: "ssh", host: "203.0.113.7", port: 2222, user: "root", buildConcurrency: 1 });
});

test("a change never names the kind, which stays as it is", () => {
  expect(updateServerOf({ ...emptyServer("run_1"), name: "web", host: "h" })).not.toHaveProperty("kind");
});
