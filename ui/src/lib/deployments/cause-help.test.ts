import { expect, test } from "vitest";
import { canPassByItself, causeHelp } from "./cause-help.ts";

const cause = (kind: Parameters<typeof causeHelp>[0]["class"]) => ({
  class: kind,
  step: null,
  sentence: "",
  evidence: [],
  nextAction: "",
});
const at = { applicationId: "app_1", serverId: "srv_1" };

test("trying again is the first thing offered only where it can help", () => {
  expect(canPassByItself(cause("server-unreachable"))).toBe(true);
  expect(canPassByItself(cause("lost-runner"))).toBe(true);
  expect(canPassByItself(cause("build-failed"))).toBe(false);
  expect(canPassByItself(cause("crashed"))).toBe(false);
});

test("a compiler's error is mended in the code: no page of ours is offered", () => {
  expect(causeHelp(cause("build-failed"), at)).toBeUndefined();
  expect(causeHelp(cause("out-of-memory"), at)?.href).toBe("/applications/app_1/settings#container");
});
