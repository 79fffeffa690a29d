import { expect, test } from "vitest";
import { createServerOf, emptyServer, serverFields, serverParts, updateServerOf } from "./server-draft.ts";

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
  expect(updateServerOf({ ...emptyServer("run_1"), name: "web", host: "h" }, "general")).not.toHaveProperty("kind");
});

test("each part sends its own fields only, whatever is half typed in another", () => {
  const draft = { ...emptyServer("run_1"), host: "h", port: "half", acmeEmail: "ops@acme.test", noProxy: "10.0.0.0/8" };
  expect(updateServerOf(draft, "outbound")).toEqual({ httpProxy: null, httpsProxy: null, noProxy: "10.0.0.0/8" });
  expect(updateServerOf(draft, "proxy")).toMatchObject({ proxy: "caddy", acmeEmail: "ops@acme.test" });
  expect(updateServerOf(draft, "proxy")).not.toHaveProperty("noProxy");
  expect(() => updateServerOf(draft, "general")).toThrow();
});

test("every field belongs to exactly one part", () => {
  expect(Object.values(serverParts).flat().sort()).toEqual([...serverFields].sort());
});
