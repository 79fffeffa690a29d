import { describe, expect, test } from "vitest";
import { aRoute, aSpec } from "../testing/builders.ts";
import { probeHeaders, readinessRules } from "./readiness.ts";
import { buildEnv, runtimeEnv } from "./runtime-env.ts";

describe("a readiness probe", () => {
  test("accepts exactly the statuses that its check names, redirects among them", () => {
    const { accepts } = readinessRules(aSpec().health);
    const says = (status: number) => accepts({ kind: "status", status, location: undefined });
    expect([199, 200, 301, 399, 400, 500].map(says)).toEqual([false, true, true, true, false, false]);
    expect(accepts({ kind: "refused" })).toBe(false);
  });

  test("without a health check asks only whether connections are accepted", () => {
    const rules = readinessRules(null);
    expect(rules.path).toBeNull();
    expect(rules.accepts({ kind: "accepted" })).toBe(true);
  });

  test("carries what a request of a user would carry", () => {
    const routes = [
      aRoute({ host: "www.example.com", redirectTo: "example.com" }),
      aRoute({ host: "*.example.com" }),
      aRoute({ host: "example.com", scheme: "https" }),
    ];
    expect(probeHeaders(aSpec({ routes }))).toMatchObject({ Host: "example.com", "X-Forwarded-Proto": "https" });
    expect(probeHeaders(aSpec({ routes: [] }))).toMatchObject({ Host: "localhost:3000", "X-Forwarded-Proto": "http" });
  });
});

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
