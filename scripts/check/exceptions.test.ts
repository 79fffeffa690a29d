import { describe, expect, test } from "vitest";
import { applyExceptions } from "./exceptions.ts";
import { casts } from "./rules/casts.ts";
import { parsed } from "./samples.ts";

function judge(text: string) {
  const modules = parsed({ "api/src/app.ts": text });
  const { findings, excepted } = applyExceptions(casts(modules), modules);
  return { rules: findings.map(({ rule }) => rule), excepted };
}

describe("exceptions to a rule", () => {
  test("a reason on the line above lets one finding pass and is counted", () => {
    const text = "// allow casts: the library types this column as unknown\nconst row = value as Row;\n";
    expect(judge(text)).toEqual({ rules: [], excepted: 1 });
  });

  test("the reason covers neither another rule nor a line further down", () => {
    const other = "// allow no-io: the library types this column as unknown\nconst row = value as Row;\n";
    const further = "// allow casts: the library types this column as unknown\n\nconst row = value as Row;\n";
    expect(judge(other).rules).toEqual(["casts", "exceptions"]);
    expect(judge(further).rules).toEqual(["casts", "exceptions"]);
  });

  test("an exception without a reason in words is itself a finding", () => {
    expect(judge("// allow casts: needed\nconst row = value as Row;\n").rules).toEqual(["exceptions"]);
  });
});
