import { expect, test } from "vitest";
import { createSourceOf, emptySource, updateSourceOf } from "./source-draft.ts";

const draft = (change = {}) => ({ ...emptySource("run_1"), name: "acme", ...change });

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
