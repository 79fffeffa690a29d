import { expect, test } from "vitest";
import { filterWords, queryOf, readFilter, withChosen } from "./audit-filter.ts";

const names = new Map([["app_1", "Shop"]]);
const members = [{ userId: "ada", name: "Ada" }];
const aFilter = (address: string) => readFilter(new URLSearchParams(address));

test("a filter that is not set is not asked for", () => {
  expect(queryOf(aFilter("view=audit&actor=&action="), names)).toEqual({});
});

test("a thing is found by the name that people call it, or by its id", () => {
  expect(queryOf(aFilter("target=shop"), names)).toEqual({ target: "app_1" });
  expect(queryOf(aFilter("target=app_2"), names)).toEqual({ target: "app_2" });
});

test("the last day counts whole", () => {
  const { from, to } = queryOf(aFilter("from=2026-07-01&to=2026-07-01"), names);
  expect(Number(to) - Number(from)).toBe(24 * 60 * 60 * 1_000);
});

test("what is no day goes on as it was written, so that its refusal names it", () => {
  expect(queryOf(aFilter("from=yesterday"), names)).toEqual({ from: "yesterday" });
});

test("an empty list tells each filter that is set, in words", () => {
  const filter = aFilter("actor=user:ada&action=domain.&target=app_1&to=2026-07-01");
  expect(filterWords(filter, { members, names })).toEqual([
    { key: "actor", words: "by Ada" },
    { key: "action", words: "about Domains" },
    { key: "target", words: "on Shop" },
    { key: "to", words: "until 2026-07-01" },
  ]);
});

test("a value of the address that is no choice stays a choice", () => {
  expect(withChosen([{ value: "", label: "Everyone" }], "user:gone")).toEqual([
    { value: "", label: "Everyone" },
    { value: "user:gone", label: "user:gone" },
  ]);
});
