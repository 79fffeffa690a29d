import { describe, expect, test } from "vitest";
import * as contract from "../../runner/contract/index.ts";
import { parsed } from "../../runner/src/testing/parsed.ts";
import { testRelease, usingTestField } from "../../runner/src/testing/test-release.ts";
import { keptShapes } from "./kept-shapes.ts";

// Two releases that never were: one adds a field to every object of every message, the next has no use for it. Every message that a
// released version sent is carried through all of them.

const since = contract.contractVersion + 1;
type Schema = Parameters<typeof parsed>[0];
type Sample = { schema: Schema; message: unknown };

const calls = [
  ["enrol", contract.EnrolRequest, contract.EnrolAnswer],
  ["claim", contract.ClaimRequest, contract.ClaimAnswer],
  ["progress", contract.ProgressRequest, contract.ProgressAnswer],
  ["finish", contract.FinishRequest, contract.FinishAnswer],
] as const;
const samples = calls.map(([name, request, answer]): [string, Sample[]] => [
  name,
  keptShapes.flatMap((kept) =>
    kept[name].flatMap((each): Sample[] => [
      { schema: request, message: each.request },
      ...(each.answer === null ? [] : [{ schema: answer, message: each.answer }]),
    ]),
  ),
]);

const given = ({ schema, message }: Sample) => {
  const adds = testRelease(schema, { adds: since });
  const now = parsed(contract.tolerant(schema), message);
  return { now, adds, retires: testRelease(schema, "retires"), used: usingTestField(parsed(adds, now)) };
};
const { written } = contract;

describe.each(samples)("a field added to every object of %s", (_call, all) => {
  test("changes no byte while it is not used", () => {
    for (const sample of all) {
      const { adds, now } = given(sample);
      expect(written(adds, parsed(adds, now))).toEqual(written(sample.schema, now));
      expect(contract.neededBy(adds, parsed(adds, now))).toBeLessThan(since);
    }
  });

  test("used, asks for a reader of its release, and is left out for an older one", () => {
    for (const sample of all) {
      const { adds, now, used } = given(sample);
      expect(contract.neededBy(adds, used)).toBe(since);
      expect(parsed(adds, written(adds, used, { reader: since }))).toEqual(used);
      expect(written(adds, used, { reader: since - 1 })).toEqual(written(sample.schema, now));
    }
  });

  test("used, is passed over by an older reader of what tells, and refused by one of orders", () => {
    for (const sample of all) {
      const { now, used } = given(sample);
      expect(parsed(contract.tolerant(sample.schema), used)).toEqual(now);
      expect(() => parsed(sample.schema, used)).toThrow();
    }
  });

  test("and retired in the next release, is read there and never written again", () => {
    for (const sample of all) {
      const { retires, now, used } = given(sample);
      expect(written(retires, parsed(retires, used))).toEqual(written(sample.schema, now));
    }
  });
});
