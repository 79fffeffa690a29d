import { expect, test } from "vitest";
import { parsed, placesOf } from "../samples.ts";
import { routesAskVerbs } from "./routes-ask-verbs.ts";

const routes = "api/src/places/projects/projects.routes.ts";

test.each([
  'import { getProjectRow } from "./projects.store.ts";\n',
  'import type { Row } from "../x/projects.store.ts";\n',
])("a route that takes something out of a store is told where reads belong: %s", (text) => {
  const [finding] = routesAskVerbs(parsed({ [routes]: text }));
  expect(finding).toMatchObject({ path: routes, line: 1, message: expect.stringContaining("get-x.ts or list-x.ts") });
});

test("a route that asks a verb is fine, and a verb reads its store", () => {
  const samples = {
    [routes]: 'import { getProject } from "./get-project.ts";\n',
    "api/src/places/projects/get-project.ts": 'import { getProjectRow } from "./projects.store.ts";\n',
  };
  expect(placesOf(routesAskVerbs, samples)).toEqual([]);
});
