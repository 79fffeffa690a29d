import { buildWords, gitBuildWords } from "@fairlead/runner/contract/words/builds/index.ts";
import { describe, expect, test } from "vitest";
import { buildDraftOf, buildFieldsOf, buildPaths, gitBuildOf } from "./build-draft.ts";

// Generated from the words: a kind that is added is tried from its first day.

describe.each(gitBuildWords)("a build of the kind %s", (kind) => {
  const fields = buildFieldsOf(kind);

  test("is drawn with every field that it has words for, and knows where each of them is wrong", () => {
    expect(fields.map(({ name }) => name)).toEqual(Object.keys(buildWords[kind].fields));
    for (const { path } of fields) expect(buildPaths).toContain(path);
  });

  test("is sent as it is stored when nobody touched it", () => {
    const stored = Object.fromEntries(fields.map(({ name, words }) => [name, words.example]));
    expect(gitBuildOf(kind, buildDraftOf(stored))).toEqual({ kind, ...stored });
  });

  test("whose fields were emptied is sent as is usual", () => {
    const emptied = Object.fromEntries(fields.map(({ name, way }) => [name, way.control === "tick" ? false : " "]));
    const usual = Object.fromEntries(fields.map(({ name, words }) => [name, words.usual]));
    expect(gitBuildOf(kind, emptied)).toEqual({ kind, ...usual });
  });
});

test("a folder that was typed for one kind stands there for the next, and nothing of the other is sent", () => {
  const draft = { ...buildDraftOf({ dockerfile: "web/Dockerfile" }), context: " web " };
  expect(gitBuildOf("static", draft)).toEqual({
    kind: "static",
    context: "web",
    directory: ".",
    spaFallback: false,
    command: null,
    builderImage: null,
  });
});
