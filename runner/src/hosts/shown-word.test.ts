import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shownWord } from "./shown-word.ts";

test("a name without oddities is shown as it is", () => {
  expect(shownWord("first.last@corp")).toBe("first.last@corp");
});

test.each(["$(id)", "a'b", "'; id; '", "`id`", "CORP\\Ada Love", '"x"', "größe", "*", "~root", ""])(
  "a shell reads %j as one word and runs nothing",
  (text) => {
    // allow shell-strings: what a shell makes of the word is what is asked
    expect(execFileSync("sh", ["-c", `printf %s ${shownWord(text)}`], { encoding: "utf8" })).toBe(text);
  },
);
