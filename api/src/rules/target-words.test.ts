import type { Cause } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { type TargetResult, tellTargets } from "./target-words.ts";

const unreachable: Cause = {
  class: "server-unreachable",
  step: "connect",
  sentence: "The server did not answer.",
  evidence: ["connect ETIMEDOUT"],
  nextAction: "See that the server is up.",
};
const crashed: Cause = {
  class: "crashed",
  step: "ready",
  sentence: "The new version ended with code 1.",
  evidence: [],
  nextAction: "Read its log.",
};
const serves = (server: string): TargetResult => ({
  server,
  status: "succeeded",
  cause: null,
  isServing: true,
  servingNumber: 5,
});
const failed = (server: string, cause: Cause, servingNumber: number | null = 4): TargetResult => ({
  server,
  status: "failed",
  cause,
  isServing: false,
  servingNumber,
});

test("with one server its own cause is told, word for word", () => {
  expect(tellTargets([failed("web-1", crashed)])).toEqual(crashed);
});

test("the words say which server serves the new release and which still the old one, and that it is brought level by itself", () => {
  expect(tellTargets([serves("web-1"), failed("web-2", unreachable)])).toEqual({
    class: "server-unreachable",
    step: "connect",
    sentence: "web-1 serves this release. web-2 still serves #4: The server did not answer.",
    evidence: ["connect ETIMEDOUT"],
    nextAction: "web-2 gets this release by itself once the server answers again.",
  });
});

test("what is wrong with the release itself goes before a server that was away", () => {
  const told = tellTargets([serves("web-1"), failed("web-2", unreachable), failed("web-3", crashed, null)]);
  expect(told).toMatchObject({
    class: "crashed",
    sentence:
      "web-1 serves this release. web-2 still serves #4: The server did not answer. Nothing serves on web-3: The new version ended with code 1.",
    nextAction: "Read its log.",
  });
});

test("where no server serves it, nothing is promised", () => {
  expect(tellTargets([failed("web-1", unreachable), failed("web-2", unreachable)])).toMatchObject({
    sentence:
      "No server serves this release. web-1 still serves #4: The server did not answer. web-2 still serves #4: The server did not answer.",
    nextAction: "See that the server is up.",
  });
});

test("a server that got it meanwhile is told as one that serves", () => {
  const levelled = { ...failed("web-2", unreachable), isServing: true, servingNumber: 5 };
  expect(tellTargets([serves("web-1"), levelled, failed("web-3", unreachable)])?.sentence).toBe(
    "web-1 and web-2 serve this release. web-3 still serves #4: The server did not answer.",
  );
});

test("many servers with long words stay within what a cause may hold", () => {
  const long = { ...crashed, sentence: "x".repeat(400) };
  const told = tellTargets([serves("web-1"), failed("web-2", long), failed("web-3", long)]);
  expect(told?.sentence).toHaveLength(500);
  expect(told?.sentence.endsWith("…")).toBe(true);
});

test("nothing is told where nothing failed", () => {
  expect(tellTargets([serves("web-1"), { ...serves("web-2"), status: "cancelled" }])).toBeUndefined();
});
