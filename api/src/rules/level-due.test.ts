import type { CauseClass, DeploymentStatus } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { isLevelDue } from "./level-due.ts";

const ended = (status: DeploymentStatus, of: CauseClass | null = null) => ({
  status,
  cause: of && { class: of, step: null, sentence: "", evidence: [], nextAction: "" },
  finishedAt: 1_000,
});

test.each<[string, Parameters<typeof isLevelDue>[0], boolean]>([
  ["was added to what serves elsewhere", { result: null, serverSeenAt: 1 }, true],
  ["was added and has never answered", { result: null, serverSeenAt: null }, false],
  ["was away and answers again", { result: ended("failed", "server-unreachable"), serverSeenAt: 1_001 }, true],
  [
    "was away and has not answered since",
    { result: ended("failed", "server-unreachable"), serverSeenAt: 1_000 },
    false,
  ],
  ["lost its runner and answers again", { result: ended("failed", "lost-runner"), serverSeenAt: 2_000 }, true],
  ["had no Docker and answers again", { result: ended("failed", "docker-unavailable"), serverSeenAt: 2_000 }, true],
  ["does not take the release itself", { result: ended("failed", "crashed"), serverSeenAt: 2_000 }, false],
  ["could not build it", { result: ended("failed", "build-failed"), serverSeenAt: 2_000 }, false],
  ["had it cancelled by a person", { result: ended("cancelled"), serverSeenAt: 2_000 }, false],
  [
    "waited for it when a newer one came, which came to nothing",
    { result: ended("superseded"), serverSeenAt: 1 },
    true,
  ],
  ["is being brought level", { result: { ...ended("queued"), finishedAt: null }, serverSeenAt: 2_000 }, false],
  ["works on it", { result: { ...ended("running"), finishedAt: null }, serverSeenAt: 2_000 }, false],
])("a server that %s", (_rule, behind, isDue) => {
  expect(isLevelDue(behind)).toBe(isDue);
});
