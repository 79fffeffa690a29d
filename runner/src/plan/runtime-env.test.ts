import { describe, expect, test } from "vitest";
import { aSpec } from "../testing/builders.ts";
import { buildEnv, runtimeEnv } from "./runtime-env.ts";

describe("variables", () => {
  const env = [
    { key: "RUN", scope: "runtime" as const },
    { key: "BUILD", scope: "build" as const },
    { key: "BOTH", scope: "both" as const },
    { key: "GONE", scope: "runtime" as const },
    { key: "valueOf", scope: "both" as const },
  ].map((each) => ({ ...each, argument: "plain" as const }));
  const values = { RUN: "a\nb ", BUILD: "b", BOTH: "$c", PORT: "1", toString: "x" };

  test("of the process are those of its scope, byte for byte, and ours", () => {
    expect(runtimeEnv(aSpec({ env }), { values, commit: "abc" })).toEqual({
      PORT: "3000",
      RUN: "a\nb ",
      BOTH: "$c",
      FAIRLEAD_COMMIT: "abc",
      FAIRLEAD_DEPLOYMENT: aSpec().deployment,
    });
  });

  test("set by the user win over PORT", () => {
    const spec = aSpec({ env: [{ key: "PORT", scope: "both", argument: "plain" }] });
    expect(runtimeEnv(spec, { values, commit: null }).PORT).toBe("1");
  });

  test("of the build are those of its scope only", () => {
    expect(buildEnv(aSpec({ env }), values)).toEqual({ BUILD: "b", BOTH: "$c" });
  });
});
