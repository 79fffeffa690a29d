import { expect, test } from "vitest";
import { recentsElsewhere, withRecent } from "./recents.ts";

const page = (name: string) => ({ href: `/applications/${name}`, label: name });

test("the page that was open last stands first, and none stands twice", () => {
  const recents = ["a", "b", "a"].reduce<ReturnType<typeof page>[]>((all, name) => withRecent(all, page(name)), []);
  expect(recents.map(({ label }) => label)).toEqual(["a", "b"]);
});

test("only the last few are kept", () => {
  const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
  const recents = names.reduce<ReturnType<typeof page>[]>((all, name) => withRecent(all, page(name)), []);
  expect(recents.map(({ label }) => label)).toEqual(["p19", "p18", "p17", "p16", "p15", "p14"]);
});

test("the page one is on is not offered", () => {
  expect(recentsElsewhere([page("a"), page("b")], "/applications/a")).toEqual([page("b")]);
});
