import { expect, test } from "vitest";
import type { RunnerView } from "../api/types.ts";
import { createSourceOf, emptySource, keyRunnersOf, updateSourceOf } from "./source-draft.ts";

const draft = (change = {}) => ({ ...emptySource(), deployKeyRunnerId: "run_1", name: "acme", ...change });

test("a public source is sent without any credential left from trying others", () => {
  expect(createSourceOf(draft({ token: "old", knownHost: "x" }))).toEqual({
    name: "acme",
    forge: "github",
    auth: "none",
    tokenUser: null,
    token: null,
    deployKeyRunnerId: null,
    knownHost: null,
  });
});

test("an empty token field keeps the stored token and leaving tokens drops it", () => {
  expect(updateSourceOf(draft({ auth: "token" }))).not.toHaveProperty("token");
  expect(updateSourceOf(draft({ auth: "token", token: " t " }))).toMatchObject({ token: "t" });
  expect(updateSourceOf(draft({ auth: "deploy-key" }))).toMatchObject({ token: null, deployKeyRunnerId: "run_1" });
});

test("an address that was taken out is cleared", () => {
  expect(updateSourceOf(draft({ baseUrl: " " }))).toMatchObject({ baseUrl: null });
  expect(updateSourceOf(draft({ baseUrl: "https://git.example.com" }))).toMatchObject({
    baseUrl: "https://git.example.com",
  });
});

test("a revoked runner keeps no new deploy key, and stays to choose where it keeps the stored one", () => {
  const runner = (id: string, revokedAt: number | null) => ({ id, revokedAt }) as RunnerView;
  const runners = [runner("run_1", 1), runner("run_2", null)];
  expect(keyRunnersOf(runners, null).map(({ id }) => id)).toEqual(["run_2"]);
  expect(keyRunnersOf(runners, "run_1").map(({ id }) => id)).toEqual(["run_1", "run_2"]);
});
