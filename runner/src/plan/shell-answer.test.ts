import { describe, expect, test } from "vitest";
import { hearShell } from "./shell-answer.ts";

const mark = "0f".repeat(12);
const heard = (...pieces: string[]) => {
  const answer = hearShell(mark);
  for (const piece of pieces) answer.hear("stdout", Buffer.from(piece));
  return answer;
};

describe("what a shell says of a line", () => {
  test("is its process first, then what it prints, then how it ended", () => {
    const answer = heard(`${mark} 17\n`);
    expect([answer.pid(), answer.exitCode()]).toEqual([17, undefined]);
    answer.hear("stdout", Buffer.from("one\ntwo"));
    answer.hear("stderr", Buffer.from("three\r\n"));
    expect(answer.exitCode()).toBeUndefined();
    answer.hear("stdout", Buffer.from(`\n${mark} 3\n`));
    expect([answer.pid(), answer.exitCode(), answer.lines()]).toEqual([17, 3, ["one", "two", "three"]]);
  });

  test("is understood however it is cut", () => {
    const whole = `${mark} 17\nübel\n\n${mark} 255\n`;
    for (let at = 0; at < whole.length; at++) {
      const answer = heard(whole.slice(0, at), whole.slice(at));
      expect([answer.pid(), answer.exitCode()]).toEqual([17, 255]);
    }
  });

  test("is not what the line prints itself", () => {
    const answer = heard(`${mark} 17\n`, "\nffff 0\n17 0\n");
    expect([answer.exitCode(), answer.lines()]).toEqual([undefined, ["ffff 0", "17 0"]]);
  });

  test("keeps the end of what is printed without end", () => {
    const answer = heard(`${mark} 17\n`, ...Array.from({ length: 3_000 }, (_, n) => `line ${n}\n`), `\n${mark} 1\n`);
    expect([answer.pid(), answer.exitCode(), answer.lines().length]).toEqual([17, 1, 20]);
    expect(answer.lines().at(-1)).toBe("line 2999");
  });
});
