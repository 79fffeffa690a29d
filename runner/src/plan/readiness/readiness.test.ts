import { describe, expect, test } from "vitest";
import { type HealthCheck, usualHealth } from "../../../contract/index.ts";
import { aRoute, aSpec } from "../../testing/builders.ts";
import { describeAnswer, type ProbeAnswer, readinessRules } from "./index.ts";

const status = (code: number, body = ""): ProbeAnswer => ({ kind: "status", status: code, location: undefined, body });
const asks = (health: Partial<HealthCheck> | null, spec = aSpec()) =>
  readinessRules({ ...spec, health: health && { ...usualHealth, ...health } });
const ended = (exitCode: number, ...lines: string[]): ProbeAnswer => ({ kind: "ended", exitCode, lines });

describe("a probe by http", () => {
  test("accepts exactly the statuses that its check names, redirects among them", () => {
    const { accepts } = asks({});
    expect([199, 200, 301, 399, 400, 500].map((code) => accepts(status(code)))).toEqual([
      ...[false, true, true, true, false, false],
    ]);
    expect(accepts({ kind: "refused" })).toBe(false);
    expect(accepts({ kind: "accepted" })).toBe(false);
  });

  test("wants the text that its check names, byte for byte", () => {
    const { accepts, question } = asks({ bodyContains: '"ok"' });
    expect([accepts(status(200, '{"is":"ok"}')), accepts(status(200, '{"is":"OK"}'))]).toEqual([true, false]);
    expect(describeAnswer(status(200, "down"), question)).toBe('GET / on port 3000 answered 200, without “"ok"”');
  });

  test("asks the method, path and port that its check names", () => {
    expect(asks({ method: "HEAD", path: "/up", port: 9_090 }).question).toMatchObject({
      ...{ kind: "http", method: "HEAD", path: "/up", port: 9_090 },
    });
    expect(asks({}).question).toMatchObject({ port: aSpec().container.port });
  });

  test("carries what a request of a user would carry", () => {
    const headersOf = (routes: ReturnType<typeof aRoute>[], headers: HealthCheck["headers"] = []) => {
      const { question } = asks({ headers }, aSpec({ routes }));
      return question.kind === "http" ? question.headers : undefined;
    };
    const routes = [
      aRoute({ host: "www.example.com", redirectTo: "example.com" }),
      aRoute({ host: "*.example.com" }),
      aRoute({ host: "example.com", scheme: "https" }),
    ];
    expect(headersOf(routes)).toMatchObject({ Host: "example.com", "X-Forwarded-Proto": "https" });
    expect(headersOf([])).toMatchObject({ Host: "localhost:3000", "X-Forwarded-Proto": "http" });
    const given = [
      { name: "host", value: "inner.example.com" },
      { name: "X-Probe", value: "1" },
    ];
    expect(headersOf(routes, given)).toMatchObject({ Host: "inner.example.com", "X-Probe": "1" });
    expect(headersOf(routes, given)).not.toHaveProperty("host");
  });
});

test("a probe by tcp asks only whether connections are accepted, on a port of its own if it has one", () => {
  const { accepts, question } = asks({ kind: "tcp", port: 5_432 });
  expect(question).toEqual({ kind: "tcp", port: 5_432 });
  expect([accepts({ kind: "accepted" }), accepts(status(200))]).toEqual([true, false]);
});

test("without a health check a listening port is enough", () => {
  const { accepts, question } = asks(null);
  expect(question).toEqual({ kind: "tcp", port: aSpec().container.port });
  expect(accepts({ kind: "accepted" })).toBe(true);
});

test("a probe by command is good when it ends with 0, and says what it printed when not", () => {
  const { accepts, question } = asks({ kind: "command", command: "pg_isready" });
  expect([accepts(ended(0)), accepts(ended(1)), accepts({ kind: "timeout" })]).toEqual([true, false, false]);
  expect(describeAnswer(ended(2, "starting", "no socket yet"), question)).toBe(
    "`pg_isready` ended with 2: no socket yet",
  );
});
