import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routeTable } from "../../testing/route-table.ts";
import { type TestApp, testApp } from "../../testing/test-app.ts";

type Operation = { summary?: string; responses: Record<string, unknown>; security?: unknown };
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

let world: TestApp;
let document: Document;
beforeAll(async () => {
  world = await testApp();
  document = (await world.send("/api/v1/openapi.json")).body as Document;
});
afterAll(() => world?.deps.dispose());

test("the document is valid OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect([valid, document.openapi.slice(0, 3)]).toEqual([true, "3.1"]);
});

/** Not for people who write clients: the document itself, forges' calls and the install script. */
const undescribed = ["GET /api/v1/openapi.json", "GET /install/runner.sh"];

test("every route is described with its answers", () => {
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const expected = routeTable(world.app)
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`)
    .filter((name) => !undescribed.includes(name));
  expect(expected.filter((name) => !described.includes(name))).toEqual([]);
});

test("every operation names a success and the problem document", () => {
  for (const [path, operations] of Object.entries(document.paths))
    for (const { summary, responses } of Object.values(operations)) {
      const codes = Object.keys(responses);
      expect([path, codes.some((code) => code.startsWith("2")), codes.includes("default")]).toEqual([path, true, true]);
      expect(summary, path).toBeTruthy();
    }
});
