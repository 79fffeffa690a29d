import { describe, expect, test } from "vitest";
import { complaintsOf, tableOf } from "./judge-proof.ts";

describe("a proof", () => {
  test("holds when it has shown something and nothing failed", () => {
    expect(complaintsOf({ rows: [{ step: "build", failed: 0 }], failures: [] })).toEqual([]);
  });

  test("that has shown nothing does not hold", () => {
    expect(complaintsOf({ rows: [], failures: [] })).toEqual(["it has shown nothing"]);
  });

  test("does not hold for each thing that failed", () => {
    const failures = ["the build slot stayed taken", "a request failed"];
    expect(complaintsOf({ rows: [{ step: "build" }], failures })).toEqual(failures);
  });
});

test("a proof's table has a column for everything that any of its rows tells, numbers to the right", () => {
  const table = tableOf([
    { step: "build", requests: 12 },
    { step: "flip", requests: 4_107, note: "slow" },
  ]);
  expect(table.split("\n")).toEqual(["step   requests  note", "build        12", "flip       4107  slow"]);
});
