import { expect, test } from "vitest";
import { reasons } from "./reasons.ts";

const manifest = (path: string, ...names: string[]) => ({
  path,
  text: JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "1.0.0"])) }, null, 2),
});
const record = (...rows: string[]) => ["# Why", "", "| Package | Why |", "| --- | --- |", ...rows, ""].join("\n");

test("every dependency of every manifest that is named in a row has its reason", () => {
  const manifests = [manifest("api/package.json", "hono", "@a/b"), manifest("ui/package.json", "hono", "svelte")];
  expect(reasons(manifests, record("| hono, @a/b | a router |", "| svelte | the interface |"))).toEqual([]);
});

test("a dependency that no row names is found where it is asked for", () => {
  const found = reasons([manifest("api/package.json", "hono", "left-pad")], record("| hono | a router |"));
  expect(found).toMatchObject([{ path: "api/package.json", line: 4, message: expect.stringContaining("left-pad") }]);
});

test("a name that is part of another, or stands in a reason only, is no row", () => {
  const rows = record("| @octokit/webhooks-methods | instead of octokit |");
  const found = reasons(
    [manifest("api/package.json", "@octokit/webhooks-methods", "@octokit/webhooks", "octokit")],
    rows,
  );
  expect(found.map(({ message }) => message.split(" ")[0])).toEqual(["@octokit/webhooks", "octokit"]);
});

test("a row without a reason is none", () => {
  expect(reasons([manifest("api/package.json", "hono")], record("| hono | |"))).toHaveLength(1);
});

test("a row whose package nothing asks for any more is found in the record", () => {
  const found = reasons([manifest("api/package.json", "hono")], record("| hono, express | a router |"));
  expect(found).toMatchObject([
    { path: "docs/adr/0014-dependencies.md", line: 5, message: expect.stringContaining("express") },
  ]);
});

test("a package of this repository needs no reason", () => {
  const text = JSON.stringify({ dependencies: { "@fairlead/db": "workspace:*" } });
  expect(reasons([{ path: "api/package.json", text }], record())).toEqual([]);
});
