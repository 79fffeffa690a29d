import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { verbs } from "./verbs.ts";

const path = "api/src/releases/deployments/cancel-deployment.ts";
const verb = (firstLine: string, parameter = "input: Input") =>
  `export async function cancelDeployment(deps: Deps, actor: Actor, ${parameter}) {\n  ${firstLine}\n  return deps;\n}\n`;

test("a verb that reads or writes before it asks for permission is refused", () => {
  expect(placesOf(verbs, { [path]: verb("await deps.db.batch([]);") })).toEqual([`${path}:1`]);
  expect(placesOf(verbs, { [path]: verb("const row = await getRow(deps.db, input);") })).toEqual([`${path}:1`]);
});

test.each([
  'allowInTeam(actor, "resource.configure");',
  'const reach = allowWithin(actor, "resource.view");',
  'await allowOn(actor, "resource.deploy", load(input));',
  'const row = await allowOn(actor, "resource.deploy", load(input));',
  'return allowOn(actor, "resource.view", load(input));',
])("a verb whose first line asks for permission is fine: %s", (line) => {
  expect(placesOf(verbs, { [path]: verb(line) })).toEqual([]);
});

test.each(["{ id }: { id: string }", "{ resourceId, input }: Order"])(
  "a verb that is handed %s asks of the row, not of the team",
  (parameter) => {
    expect(placesOf(verbs, { [path]: verb('allowInTeam(actor, "resource.deploy");', parameter) })).toEqual([
      `${path}:1`,
    ]);
    expect(placesOf(verbs, { [path]: verb('await allowOn(actor, "resource.deploy", load(id));', parameter) })).toEqual(
      [],
    );
  },
);

test("stores, decisions and functions without an actor are not verbs", () => {
  const samples = {
    "api/src/releases/deployments/deployments.store.ts": verb("return 1;"),
    "api/src/rules/permissions.ts": verb("return 1;"),
    "api/src/jobs/expire-leases.ts": "export async function expireLeases(deps: Deps) {\n  return deps;\n}\n",
  };
  expect(placesOf(verbs, samples)).toEqual([]);
});
