import * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { FieldWords } from "../words/settings/index.ts";
import { buildKinds, WorkloadBuild } from "./index.ts";

// Generated from the list of kinds: one that is added is tried from its first day.

describe.each(Object.values(buildKinds))("the words of a build of the kind $kind", ({ kind, words, from }) => {
  const fields: [name: string, words: FieldWords][] = Object.entries(words.fields);
  const usual = Object.fromEntries(fields.map(([name, each]) => [name, each.usual]));
  const build = (change: object = {}) => ({ kind, ...usual, ...(from === "git" ? { noCache: false } : {}), ...change });

  test("give usual values and examples that its schema takes, and miss no field of it", () => {
    expect(v.parse(WorkloadBuild, build())).toEqual(build());
    for (const [name, { example }] of fields)
      expect([name, v.is(WorkloadBuild, build({ [name]: example }))]).toEqual([name, true]);
  });

  test("say what it and each of its fields is for", () => {
    const said: Pick<FieldWords, "title" | "help">[] = [words, ...fields.map(([, each]) => each)];
    for (const { title, help } of said) {
      expect(title).toMatch(/^[A-Z]/);
      if (help !== undefined) expect(help).toMatch(/^[A-Z0-9].*\.$/s);
    }
  });
});
