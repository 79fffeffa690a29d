import { expect, test } from "vitest";
import { readProblem } from "./problem.ts";

test("a problem document keeps its sentence, code and fields", () => {
  const body = {
    title: "host: must be a host name",
    code: "request.invalid",
    requestId: "r1",
    errors: [{ path: "host", message: "bad" }],
  };
  expect(readProblem(400, body)).toEqual({
    status: 400,
    title: "host: must be a host name",
    code: "request.invalid",
    requestId: "r1",
    errors: [{ path: "host", message: "bad" }],
  });
});

test("a page of some proxy in between becomes a sentence with its status", () => {
  expect(readProblem(502, "<html>Bad gateway</html>")).toMatchObject({ status: 502, code: "unknown", errors: [] });
});

test("fields of an unexpected shape are left out, not shown broken", () => {
  expect(readProblem(400, { title: "no", errors: [{ path: 1 }, null, "x"] }).errors).toEqual([]);
});
