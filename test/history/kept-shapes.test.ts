import { jsonColumns } from "@fairlead/db/testing";
import { describe, expect, test } from "vitest";
import { readOutcome } from "../../api/src/work/jobs/outcome-text.ts";
import * as contract from "../../runner/contract/index.ts";
import { parsed } from "../../runner/src/testing/parsed.ts";
import { keptShapes } from "./kept-shapes.ts";

// What any released version said or kept is read for ever, and says the same when it is written again.

const calls = [
  ["enrol", contract.EnrolRequest, contract.EnrolAnswer],
  ["claim", contract.ClaimRequest, contract.ClaimAnswer],
  ["progress", contract.ProgressRequest, contract.ProgressAnswer],
  ["finish", contract.FinishRequest, contract.FinishAnswer],
] as const;

const readers = new Map(jsonColumns().map(({ table, column, read }) => [`${table}.${column}`, read]));
readers.set("job.outcome", readOutcome);

const rewritten = (schema: Parameters<typeof parsed>[0], message: unknown) =>
  contract.written(schema, parsed(contract.tolerant(schema), message));

describe.each(keptShapes)("contract $version", (kept) => {
  test.each(calls)("every request and answer of %s is read and loses nothing", (call, request, answer) => {
    for (const each of kept[call]) {
      expect(rewritten(request, each.request)).toEqual(each.request);
      if (each.answer !== null) expect(rewritten(answer, each.answer)).toEqual(each.answer);
    }
  });

  test("a runner takes every job as it was given", () => {
    for (const { answer } of kept.claim) {
      if (answer === null) continue;
      const { payload, secrets } = answer;
      expect(parsed(contract.JobPayload, payload)).toBeTruthy();
      expect(parsed(contract.JobSecrets, secrets)).toBeTruthy();
      expect(contract.neededBy(contract.JobPayload, payload)).toBeLessThanOrEqual(kept.version);
    }
  });

  test.each(Object.entries(kept.stored))("every %s in a row is read", (place, values) => {
    const read = readers.get(place);
    for (const value of values) expect(read?.(JSON.stringify(value))).toBeTruthy();
  });
});

test("the kept shapes hold every kind of job, result and end that the first version had", () => {
  const [first] = keptShapes;
  const text = JSON.stringify(first);
  const later = [
    "command-failed",
    "push-failed",
    "measure-volumes",
    "volumes-measured",
    "empty-trash",
    "trash-emptied",
    "check-registry",
    "registry-checked",
    "read-digest",
    "digest-read",
  ];
  for (const { options } of [contract.JobPayload, contract.JobResult, contract.JobOutcome]) {
    for (const { entries } of options) {
      const { literal } = entries.kind;
      if (!later.includes(literal)) expect(text).toContain(`"kind":"${literal}"`);
    }
  }
  for (const cause of contract.causeClasses) {
    if (!later.includes(cause)) expect(text).toContain(`"class":"${cause}"`);
  }
});
