import { expect, test } from "vitest";
import { missingVariables } from "./required-variables.ts";

const asks = (holderId: string, key: string, isRequired = true) => ({ holderId, key, isRequired });
const given = [
  asks("team_1", "OF_TEAM"),
  asks("app_1", "OF_TEAM", false),
  asks("app_1", "OWN"),
  asks("app_1", "FREE", false),
  asks("srv_1", "OF_SERVER"),
];

test("what is required and has no value is named, wherever it is asked for", () => {
  expect(missingVariables({ given, values: { OWN: "" }, serverId: "srv_1" })).toEqual(["OF_SERVER", "OF_TEAM", "OWN"]);
});

test("what a server asks for is asked for there alone", () => {
  expect(missingVariables({ given, values: { OWN: "1", OF_TEAM: "1" }, serverId: "srv_2" })).toEqual([]);
});

test("a name of every object is no value", () => {
  const odd = [asks("app_1", "constructor")];
  expect(missingVariables({ given: odd, values: {}, serverId: "srv_1" })).toEqual(["constructor"]);
});
