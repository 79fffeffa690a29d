import { buildWords } from "@fairlead/runner/contract/words/builds/index.ts";
import { expect, test } from "vitest";
import type { ChangeView } from "../api/types.ts";
import { nameOfChange, valuesOfChange } from "./change-words.ts";
import { changesInShort } from "./changes-in-short.ts";

const change = (path: string, of: Partial<ChangeView> = {}): ChangeView => ({
  path,
  area: "settings",
  kind: "changed",
  before: null,
  after: null,
  isHidden: false,
  canUndo: true,
  waits: true,
  ...of,
});
const inArea = (area: ChangeView["area"], path: string, of: Partial<ChangeView> = {}) => change(path, { area, ...of });

test("only what waits for a deployment is counted, and only where something does", () => {
  const domain = inArea("domains", "domains.a.test", { waits: false });
  const two = { changes: [change("container.port"), change("source.ref"), domain] };
  expect(changesInShort([two, { changes: [change("container.port")] }, { changes: [domain] }])).toBe(
    "3 changes in 2 resources",
  );
  expect(changesInShort([{ changes: [change("container.port")] }])).toBe("1 change in 1 resource");
  expect(changesInShort([{ changes: [domain] }])).toBeNull();
});

test("a setting is named by its title, or the words of its path, a variable by its name", () => {
  expect(nameOfChange(change("container.memoryBytes"))).toBe("Memory limit");
  expect(nameOfChange(change("health.deadlineMs"))).toBe("Health check › give up after");
  expect(nameOfChange(inArea("variables", "variables.A.B"))).toBe("A.B");
});

test("a setting of a build is named by the words of its kind, whichever kind that is", () => {
  for (const { fields } of Object.values(buildWords))
    for (const [name, { title }] of Object.entries(fields))
      expect(nameOfChange(change(`build.${name}`))).toBe(`Build › ${title}`);
  expect(nameOfChange(change("build.kind"))).toBe("Built as");
  expect(valuesOfChange(change("build.kind", { before: "dockerfile", after: "static" }))).toBe(
    "Dockerfile → Static site",
  );
});

test("values are told where they may be read, and of a secret only what became of it", () => {
  expect(valuesOfChange(change("container.port", { before: "80", after: "81" }))).toBe("80 → 81");
  expect(valuesOfChange(inArea("variables", "variables.TOKEN", { isHidden: true }))).toBe("changed");
  expect(valuesOfChange(inArea("variables", "variables.TOKEN", { kind: "removed", isHidden: true }))).toBe("removed");
  expect(valuesOfChange(inArea("variables", "variables.MODE", { after: "test" }))).toBe("changed to test");
  expect(valuesOfChange(change("container.cpus", { kind: "removed", before: "2" }))).toBe("2 → none");
});
