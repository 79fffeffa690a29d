import { expect, test } from "vitest";
import { standingChoice } from "./standing-choice.ts";

const choice = (change: Partial<Parameters<typeof standingChoice>[0]> = {}) =>
  standingChoice({ chosen: null, shown: null, offered: [], none: "", ...change });

test("until something is there to choose, nothing is chosen, and then the usual one", () => {
  expect(choice()).toBe("");
  expect(choice({ shown: "", offered: ["run_1", "run_2"] })).toBe("run_1");
});

test("what a person chose stays as long as it is offered", () => {
  expect(choice({ chosen: "run_2", offered: ["run_1", "run_2"] })).toBe("run_2");
  expect(choice({ chosen: "run_2", shown: "run_2", offered: ["run_1"] })).toBe("run_1");
});

test("none of them, once chosen, stays when something arrives", () => {
  expect(choice({ chosen: "", shown: "", offered: ["src_1"] })).toBe("");
});

test("what is shown does not jump to another when the order of what is offered changes", () => {
  expect(choice({ shown: "run_1", offered: ["run_2", "run_1"] })).toBe("run_1");
});
