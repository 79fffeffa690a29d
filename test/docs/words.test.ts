import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { causeClasses, jobKinds } from "../../runner/contract/index.ts";

const textOf = (page: string) => readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
const codes = (text: string) => [...text.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, code]) => code);

test("the guide explains every cause of a failure, and none that there is not", () => {
  const section = textOf("deployments.md").split("## When it fails")[1]?.split("\n## ")[0] ?? "";
  expect(codes(section).toSorted()).toEqual([...causeClasses].toSorted());
});

test("the guide names every verb that a policy file may hold, and none that there is not", () => {
  const [, list = ""] = /^`verbs` holds ([\s\S]*?)\n\n/m.exec(textOf("runners.md")) ?? [];
  expect(codes(list).toSorted()).toEqual([...new Set(Object.values(jobKinds).map(({ verb }) => verb))].toSorted());
});
