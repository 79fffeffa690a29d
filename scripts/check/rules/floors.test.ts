import { expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { floorsHold } from "./floors.ts";

const importing = (specifier: string) => `import { x } from "${specifier}";\n`;

test.each([
  ["api/src/rules/limits.ts", "../kit/deps.ts"],
  ["api/src/kit/http/guard.ts", "../../people/tokens/tokens.store.ts"],
  ["api/src/work/jobs/claim-job.ts", "../../releases/deployments/redeploy.ts"],
  ["api/src/places/servers/check-server.ts", "../../resources/domains/create-domain.ts"],
  ["api/src/resources/domains/create-domain.ts", "../../app.ts"],
  ["api/src/app.ts", "./homes/node-home.ts"],
])("%s may not import upwards from %s", (path, specifier) => {
  expect(placesOf(floorsHold, { [path]: importing(specifier) })).toEqual([`${path}:1`]);
});

test.each([
  ["api/src/pushes/process-inbox.ts", "../releases/deployments/enqueue-deployment.ts"],
  ["api/src/kit/http/guard.ts", "../../rules/permissions.ts"],
  ["api/src/app.ts", "./people/teams/teams.routes.ts"],
  ["api/src/entry.node.ts", "./homes/node-home.ts"],
  ["api/src/work/jobs/claim-job.test.ts", "../../releases/deployments/redeploy.ts"],
])("%s may import %s", (path, specifier) => {
  expect(placesOf(floorsHold, { [path]: importing(specifier) })).toEqual([]);
});

test("a type leads upwards as well as a value", () => {
  const samples = { "api/src/kit/deps.ts": 'import type { App } from "../app.ts";\n' };
  expect(placesOf(floorsHold, samples)).toEqual(["api/src/kit/deps.ts:1"]);
});

test("two folders of one floor that import each other are told at the side with fewer imports", () => {
  const samples = {
    "api/src/places/servers/a.ts": importing("../runners/b.ts") + importing("../runners/c.ts"),
    "api/src/places/runners/b.ts": importing("../servers/a.ts"),
  };
  expect(placesOf(floorsHold, samples)).toEqual(["api/src/places/runners/b.ts:1"]);
});

test("a folder that is no floor is refused", () => {
  const samples = { "api/src/helpers/a.ts": importing("../kit/deps.ts") };
  expect(placesOf(floorsHold, samples)).toEqual(["api/src/helpers/a.ts:1"]);
});
