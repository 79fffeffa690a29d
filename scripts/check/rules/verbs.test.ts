import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { verbs } from "./verbs.ts";

const verb = (firstLine: string) =>
  `export async function cancelDeployment(deps: Deps, actor: Actor) {\n  ${firstLine}\n  return deps;\n}\n`;

test("a verb that reads or writes before it asks for permission is refused", () => {
  const samples = { "api/src/releases/deployments/cancel-deployment.ts": verb("await deps.db.batch([]);") };
  expect(placesOf(verbs, samples)).toEqual(["api/src/releases/deployments/cancel-deployment.ts:1"]);
});

test("a verb whose first line asks for permission is fine", () => {
  const samples = { "api/src/releases/deployments/cancel-deployment.ts": verb('allow(actor, "deploy");') };
  expect(placesOf(verbs, samples)).toEqual([]);
});

test("stores, decisions and functions without an actor are not verbs", () => {
  const samples = {
    "api/src/releases/deployments/deployments.store.ts": verb("return 1;"),
    "api/src/rules/permissions.ts": verb("return 1;"),
    "api/src/jobs/expire-leases.ts": "export async function expireLeases(deps: Deps) {\n  return deps;\n}\n",
  };
  expect(placesOf(verbs, samples)).toEqual([]);
});
