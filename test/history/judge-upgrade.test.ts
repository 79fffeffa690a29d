import { expect, test } from "vitest";
import { keptConnections } from "../release/load.ts";
import { complaintsOf } from "./judge-upgrade.ts";
import { releases } from "./releases.ts";
import type { Part, UpgradeReport } from "./upgrade.ts";

const ofContract = (contract: number) => {
  const from = releases.find((each) => each.contract === contract);
  if (!from) throw new Error(`No release of contract ${contract} is kept.`);
  return from;
};
const report = (first: Part, change: Partial<UpgradeReport> = {}): UpgradeReport => ({
  requests: 9_000,
  failed: { together: 0, after: 0 },
  loads: 1,
  versions: ["by the old ones", `with a new ${first}`, "by the new ones"],
  ...change,
});

test("an upgrade that nobody noticed is right", () => {
  expect(complaintsOf({ from: ofContract(2), first: "runner" }, report("runner"))).toEqual([]);
});

test("the one load of the first contract may cost each kept connection a request, and no other moment may", () => {
  const [from, lost] = [ofContract(1), keptConnections];
  const early = report("runner", { failed: { together: lost, after: 0 } });
  expect(complaintsOf({ from, first: "runner" }, early)).toEqual([]);
  expect(complaintsOf({ from: ofContract(2), first: "runner" }, early)).toHaveLength(1);
  const other = report("control plane", { failed: { together: 1, after: lost + 1 } });
  expect(complaintsOf({ from, first: "control plane" }, other)).toHaveLength(2);
});

test("a second document and a version that nobody saw are told", () => {
  const odd = report("runner", { loads: 2, versions: ["by the old ones"] });
  expect(complaintsOf({ from: ofContract(2), first: "runner" }, odd)).toHaveLength(2);
});
