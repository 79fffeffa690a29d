import { expect, test } from "vitest";
import type { ResourceItem } from "./resource-item.ts";
import { inOrder, lookOf, nextSort, sortedBy, tagsOf, thatCarry, thatHold } from "./resource-order.ts";

const item = (name: string, change: Partial<ResourceItem> = {}): ResourceItem => ({
  id: name,
  noun: "application",
  icon: undefined as unknown as ResourceItem["icon"],
  name,
  href: `/applications/${name}`,
  look: () => ({ signal: "ok", label: "Running" }),
  urgency: 0,
  address: null,
  url: null,
  cause: null,
  origin: "acme/shop",
  branch: "main",
  version: null,
  tags: [],
  since: null,
  hasChanges: false,
  changedAt: 0,
  projectId: "prj_1",
  environmentId: "env_1",
  serverIds: ["srv_1"],
  actions: () => ({}),
  ...change,
});
const names = (items: readonly ResourceItem[], sorted: string | null) =>
  inOrder(items, { sorted: sortedBy(sorted), serverName: (id) => id }).map(({ name }) => name);

test("few stand as cards, many and those on a phone as rows, unless the address says otherwise", () => {
  const at = (count: number, isPhone = false) => ({ count, isPhone });
  expect([lookOf(null, at(12)), lookOf(null, at(13)), lookOf(null, at(3, true))]).toEqual(["cards", "table", "table"]);
  expect([lookOf("table", at(1)), lookOf("cards", at(500)), lookOf("nonsense", at(1))]).toEqual([
    "table",
    "cards",
    "cards",
  ]);
});

test("without a column what fails stands first, then what is under way, then what changed last", () => {
  const items = [item("old"), item("new", { changedAt: 9 }), item("busy", { urgency: 1 }), item("bad", { urgency: 2 })];
  expect(names(items, null)).toEqual(["bad", "busy", "new", "old"]);
});

test("a column is sorted both ways, numbers in names by their value", () => {
  const items = [item("shop 10"), item("shop 9"), item("api")];
  expect(names(items, "name")).toEqual(["api", "shop 9", "shop 10"]);
  expect(names(items, "-name")).toEqual(["shop 10", "shop 9", "api"]);
});

test("a column that is asked for again turns round, and a third time lets go", () => {
  expect(nextSort(null, "name")).toBe("name");
  expect(nextSort(sortedBy("name"), "name")).toBe("-name");
  expect(nextSort(sortedBy("-name"), "name")).toBeNull();
  expect(nextSort(sortedBy("-name"), "since")).toBe("since");
});

test("every word must be found somewhere", () => {
  const items = [item("shop", { address: "shop.example.com" }), item("docs", { branch: "next" })];
  expect(thatHold(items, "acme EXAMPLE").map(({ name }) => name)).toEqual(["shop"]);
  expect(thatHold(items, "  ")).toHaveLength(2);
  expect(thatHold(items, "shop next").map(({ name }) => name)).toEqual(["docs"]);
});

test("a tag leaves those that carry it, however it is spelled, and words find it, too", () => {
  const items = [item("a", { tags: ["Nightly", "eu"] }), item("b", { tags: ["nightly"] }), item("c")];
  const names = (found: readonly ResourceItem[]) => found.map(({ name }) => name);
  expect(names(thatCarry(items, "NIGHTLY"))).toEqual(["a", "b"]);
  expect(names(thatCarry(items, null))).toEqual(["a", "b", "c"]);
  expect(names(thatHold(items, "night"))).toEqual(["a", "b"]);
  expect(tagsOf(items)).toEqual(["eu", "nightly"]);
});
