import { expect, test } from "vitest";
import { pushIsOffSince } from "./push-is-off.ts";

const git = (autoDeploy: boolean) => ({ kind: "git" as const, autoDeploy });
const rollback = { rollbackOf: "dep_4", createdAt: 1_700 };

test("after a rollback the page says since when pushes no longer deploy", () => {
  expect(pushIsOffSince({ origin: git(false), activeDeployment: rollback })).toBe(1_700);
});

test("nothing is said where pushes deploy, were switched off by hand, or where there are none", () => {
  expect(pushIsOffSince({ origin: git(true), activeDeployment: rollback })).toBeNull();
  expect(pushIsOffSince({ origin: git(false), activeDeployment: { ...rollback, rollbackOf: null } })).toBeNull();
  expect(pushIsOffSince({ origin: git(false), activeDeployment: null })).toBeNull();
  expect(pushIsOffSince({ origin: { kind: "image" }, activeDeployment: rollback })).toBeNull();
});
