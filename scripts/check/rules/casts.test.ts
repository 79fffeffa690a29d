import { describe, expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { casts } from "./casts.ts";

describe("types by force", () => {
  test.each([
    "const row: any = 1;",
    "const row = value as Row;",
    "const row = value as unknown as Row;",
    "const row = value!;",
    "const row = <Row>value;",
    "// @ts-expect-error the types are wrong\nconst row = value;",
  ])("%s is refused in product code", (text) => {
    expect(placesOf(casts, { "api/src/app.ts": text })).toContain("api/src/app.ts:1");
  });

  test("constant assertions and the satisfies operator are not casts", () => {
    const text = 'const kinds = ["a", "b"] as const; const row = { id: 1 } satisfies Row;';
    expect(placesOf(casts, { "api/src/app.ts": text })).toEqual([]);
  });

  test("the named helpers and tests may assert a type but never use any", () => {
    const text = "export const brand = (id: string) => id as AppId;\nlet row: any;";
    const samples = { "db/src/brand.ts": text, "api/src/app.test.ts": text };
    expect(placesOf(casts, samples)).toEqual(["db/src/brand.ts:2", "api/src/app.test.ts:2"]);
  });

  test("the script of a component is read at its own lines", () => {
    const text = '<h1>any</h1>\n<script lang="ts">\n  let row: any;\n</script>\n<p>as Row</p>\n';
    expect(placesOf(casts, { "ui/src/lib/Card.svelte": text })).toEqual(["ui/src/lib/Card.svelte:3"]);
  });
});
