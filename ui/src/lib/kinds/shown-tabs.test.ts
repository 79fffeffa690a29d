import { expect, test } from "vitest";
import type { TabRow } from "./resource-kind.ts";
import { hrefOfTab, shownTabs, tabOfKey } from "./shown-tabs.ts";

const tabs: TabRow[] = [
  { address: "settings", title: "Settings", side: "change" },
  { address: "", title: "Overview", side: "watch" },
  { address: "storage", title: "Storage", side: "change", needs: "volumes" },
  { address: "logs", title: "Logs", side: "watch" },
];
const titles = (capabilities: string[]) => shownTabs(tabs, capabilities).map(({ title }) => title);

test("what happens stands before what is set, whatever the order in which a kind names them", () => {
  expect(titles(["volumes"])).toEqual(["Overview", "Logs", "Settings", "Storage"]);
});

test("a tab that a resource cannot have is absent", () => {
  expect(titles([])).toEqual(["Overview", "Logs", "Settings"]);
});

test("a digit chooses by the place in the row, and nothing beyond its end", () => {
  const shown = shownTabs(tabs, []);
  expect(tabOfKey(shown, "3")?.title).toBe("Settings");
  expect(["4", "0", "10", "a"].map((key) => tabOfKey(shown, key))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("the first tab stands at the address of the resource itself", () => {
  expect(tabs.slice(0, 2).map((tab) => hrefOfTab("/applications/app_1", tab))).toEqual([
    "/applications/app_1/settings",
    "/applications/app_1",
  ]);
});
