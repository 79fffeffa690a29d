import { describe, expect, test } from "vitest";
import { docReferences } from "./doc-references.ts";

const facts = {
  paths: new Set(["docs", "docs/adr", "docs/adr/README.md", "docs/guide.md", "api", "api/src", "api/src/app.ts"]),
  scripts: new Set(["check", "test"]),
};
const complaints = (text: string) => docReferences("docs/guide.md", text, facts).map(({ message }) => message);

describe("references in documents", () => {
  test.each([
    "See [the decisions](adr/0099-gone.md).",
    "See [the top](/README.md).",
    "Look at `api/src/gone.ts`.",
    "Look at `api/src/gone.ts:12`.",
    "Run `npm run deploy`.",
    "Run `pnpm deploy-all`.",
  ])("%s names something that does not exist", (text) => {
    expect(complaints(text)).toHaveLength(1);
  });

  test.each([
    "See [the decisions](adr/README.md#index) and [the web](https://example.test/x).",
    "Look at `api/src/app.ts:12`, `api/src/` and `docs/adr/<number>-<title>.md`.",
    "Run `npm run check -- --only types`, `pnpm install` and `npm test`.",
    "The header `text/html` and the path `/api/v1` are not files.",
  ])("%s is true", (text) => {
    expect(complaints(text)).toEqual([]);
  });
});
