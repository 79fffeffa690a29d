import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../api/src/app.ts";
import { routeTable } from "../../api/src/testing/route-table.ts";
import { aDocumentedWorld } from "./documented-world.ts";
import { differences, type Example, readBlocks, readExamples } from "./read-examples.ts";

const docs = new URL("../../docs/", import.meta.url);
const pages = readdirSync(docs).filter((name) => name.endsWith(".md"));
const textOf = (page: string) => readFileSync(new URL(page, docs), "utf8");

const calls = readExamples(textOf("api.md"));
/** What `…` in front of a call stands for: the headers of the first calls of api.md, with a body and without. */
const usualOf = ({ body }: Example) => calls.find((call) => (call.body === null) === (body === null))?.headers;
const withExamples = pages
  .map((page) => ({ page, examples: readExamples(textOf(page)) }))
  .filter(({ examples }) => examples.length > 0);

describe.each(withExamples)("a reader of $page who types what it shows", ({ examples }) => {
  let world: Awaited<ReturnType<typeof aDocumentedWorld>>;
  beforeAll(async () => {
    world = await aDocumentedWorld();
  });
  afterAll(() => world?.deps.dispose());

  // In the order of the page: a later call goes on where an earlier one ended.
  test.each(examples)("line $line: $method $path $body", async (example: Example) => {
    const { status, answer } = await world.call({ ...example, headers: { ...usualOf(example), ...example.headers } });
    expect([status, JSON.stringify(answer)]).toEqual([example.status, JSON.stringify(answer)]);
    if (example.shape !== null) expect(differences(example.shape, answer)).toEqual([]);
  });
});

/** JSON that is no answer of the API, with the test that reads it off the page. */
const elsewhere: Record<string, string> = { "runners.md": "runner/src/agent/policy.test.ts" };

test("every block of JSON of the guide is the answer of a call or read by a test", () => {
  const unread = pages.filter((page) => {
    const shown = readBlocks(textOf(page)).filter(({ language }) => language === "json");
    const read = readExamples(textOf(page)).filter(({ shape }) => shape !== null);
    return shown.length > read.length && elsewhere[page] === undefined;
  });
  expect(unread).toEqual([]);
  for (const [page, reader] of Object.entries(elsewhere)) {
    expect(readFileSync(new URL(`../../${reader}`, import.meta.url), "utf8")).toContain(`docs/${page}`);
  }
});

/** A part of a path that is one of some words, as each of them. */
const spellings = (path: string): string[] => {
  const [whole = "", words] = /:\w+\{([\w|]+)\}/.exec(path) ?? [];
  return words === undefined ? [path] : words.split("|").map((word) => path.replace(whole, word));
};

test("every call that the guide names exists", () => {
  const routes = new Set(
    routeTable(createApp()).flatMap(({ method, path }) =>
      spellings(path).map((each) => `${method} ${each.replace(/:\w+/g, "{id}")}`),
    ),
  );
  const named = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`\s]*)`/g)].map(([, method, path = ""]) => ({
      page,
      route: `${method} ${path.startsWith("/api/") ? path : `/api/v1${path}`}`,
    })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ route }) => !routes.has(route))).toEqual([]);
});
