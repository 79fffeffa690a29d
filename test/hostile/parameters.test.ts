import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../api/src/app.ts";
import { aFullTeam, type FullTeam } from "../../api/src/testing/full-team.ts";
import { pathWith, routeTable, type TableRoute } from "../../api/src/testing/route-table.ts";
import { type TestApp, testApp } from "../../api/src/testing/test-app.ts";
import { hostile } from "./strings.ts";

// What is not in a body: the parts of a path, the filters of a list, and the headers that choose something.

const routes = routeTable(createApp());
const withParameter = routes.filter(({ path }) => path.includes("/:"));
const named = (chosen: TableRoute[]) =>
  chosen.map((route): [string, TableRoute] => [`${route.method} ${route.path}`, route]);
/** Lists as people page through them, and the ones that are answered whole. */
const lists = routes.filter(
  ({ method, path }) =>
    method === "GET" &&
    /^\/api\/v1\/(?!(setup|me|instance|openapi\.json|events)$)/.test(path) &&
    !/:id$|\/value$|stream$|log\.txt$/.test(path),
);

let world: TestApp;
let team: FullTeam;
beforeAll(async () => {
  world = await testApp();
  team = await aFullTeam(world, "mine");
});
afterAll(() => world?.deps.dispose());

/** Half a character cannot be written in a URL but as the bytes it would have. */
const inUrl = (text: string) => (text.isWellFormed() ? encodeURIComponent(text) : "%ED%A0%80");
const texts = Object.entries(hostile).map(([name, text]): [string, string] => [name, inUrl(text.slice(0, 2_000))]);
const credentialOf = ({ policies }: TableRoute) =>
  policies[0]?.auth === "runner" ? { token: team.runnerCredential } : { token: team.tokens.owner };

describe("a hostile part of a path", () => {
  test.each(named(withParameter))("%s finds nothing", async (_name, route) => {
    const wrong: string[] = [];
    for (const [name, text] of texts) {
      // A choice such as {stop|start} matches no other word, so only ids and keys are replaced.
      const path = pathWith(route.path.replace(/:(id|key)/, "HERE"), { ...team.ids, key: "none" }).replace(
        "HERE",
        text,
      );
      const body = route.method === "GET" || route.method === "DELETE" ? {} : { json: {} };
      const { status, headers } = await world.send(path, { method: route.method, ...body, ...credentialOf(route) });
      const isProblem = headers.get("content-type")?.startsWith("application/problem+json");
      if (status < 400 || status >= 500 || !isProblem) wrong.push(`${name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("a filter or an order that nobody knows", () => {
  test.each(named(lists))("%s is refused under its name", async (_name, route) => {
    for (const key of ["sort", "order", "filter", "q", "where", "constructor"]) {
      const path = `${pathWith(route.path, team.ids)}?${key}=${encodeURIComponent("name; DROP TABLE project")}`;
      const { status, body } = await world.send(path, credentialOf(route));
      expect([key, status, body.errors]).toMatchObject([key, 400, [{ path: key }]]);
    }
  });

  test("naming the team is known to every list", async () => {
    const answer = await world.send(`/api/v1/projects?team=${team.teamId}`, { token: team.tokens.owner });
    expect(answer.status).toBe(200);
  });
});

type Parameter = { in: string; name: string };
type Document = { paths: Record<string, { get?: { parameters?: Parameter[] } }> };

/** `path key` of every filter of every list, from the document. */
function filters(document: Document): [string, string][] {
  return Object.entries(document.paths)
    .filter(([path]) => !path.endsWith("/stream"))
    .flatMap(([path, { get }]) =>
      (get?.parameters ?? [])
        .filter((parameter) => parameter.in === "query")
        .map(({ name }): [string, string] => [path.replaceAll("{id}", ":id"), name]),
    );
}

/** Looked for as it stands, whatever it is: such texts are words of no row. */
const searched = [
  "/api/v1/resources search",
  "/api/v1/resources tag",
  "/api/v1/applications tag",
  "/api/v1/bulk/preview tag",
];

describe("a hostile value of a known filter", () => {
  test("is refused under its name, whatever it is", async () => {
    const known = filters((await world.send("/api/v1/openapi.json")).body as Document);
    expect(known.length).toBeGreaterThan(20);
    const wrong: string[] = [];
    for (const [path, key] of known)
      for (const [name, text] of texts) {
        const url = `${pathWith(path, team.ids)}?${key}=${text}`;
        const { status, body } = await world.send(url, { token: team.tokens.owner });
        const fields = (body.errors ?? []) as { path: string }[];
        const isFoundNowhere = status === 200 && (body.items as unknown[]).length === 0;
        if (searched.includes(`${path} ${key}`) && isFoundNowhere) continue;
        if (status !== 400 || fields[0]?.path !== key) wrong.push(`${path} ${key} ${name}: ${status}`);
      }
    expect(wrong).toEqual([]);
  });

  test("is refused when it is given twice", async () => {
    const answer = await world.send("/api/v1/projects?limit=1&limit=2", { token: team.tokens.owner });
    expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path: "limit" }]]);
  });
});

test.each(["X-Fairlead-Team", "Authorization", "Cookie", "X-Forwarded-For", "X-Forwarded-Host", "Origin"])(
  "a hostile %s is never more than a refusal",
  async (header) => {
    for (const text of Object.values(hostile)) {
      // What HTTP itself does not carry never arrives.
      const value = text.replace(/[^\x20-\x7e\x80-\xff]/g, "").trim();
      const { status } = await world.send("/api/v1/projects", {
        token: team.tokens.owner,
        headers: { [header]: value },
      });
      expect([value.slice(0, 80), status < 500]).toEqual([value.slice(0, 80), true]);
    }
  },
);
