import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatDotenv, parseDotenv } from "./dotenv.ts";

const values = (text: string) => Object.fromEntries(parseDotenv(text).entries.map(({ key, value }) => [key, value]));

describe("reading", () => {
  test("bare, quoted, exported and empty values are all read", () => {
    expect(values(`A=1\nexport B = two words \nC='it is $RAW'\nD="a\\nb"\nE=\n`)).toEqual({
      A: "1",
      B: "two words",
      C: "it is $RAW",
      D: "a\nb",
      E: "",
    });
  });

  test("comments and blank lines are ignored but a hash inside a value stays", () => {
    expect(values("# top\n\nA=b#c\nB=d # note\nC='#' # note\nD=#all note")).toEqual({
      A: "b#c",
      B: "d",
      C: "#",
      D: "",
    });
  });

  test("a double quoted value may span lines and keeps them exactly", () => {
    expect(values('KEY="-----BEGIN-----\nabc==\n-----END-----\n"\nNEXT=1')).toEqual({
      KEY: "-----BEGIN-----\nabc==\n-----END-----\n",
      NEXT: "1",
    });
  });

  test("windows line ends and a byte order mark change nothing", () => {
    expect(values("\ufeffA=1\r\nB=2\r\n")).toEqual({ A: "1", B: "2" });
  });

  test("each line that cannot be read is named with its number", () => {
    const { problems } = parseDotenv("A=1\nnonsense\n-B=2\nC=\"open\nD='x' y\nA=3");
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "2: Expected NAME=value",
      '3: "-B" is not a name: use letters, digits and _ . - and begin with none of the last two',
      '4: C: the closing " is missing',
      "5: D: unexpected text after the closing '",
      "6: A is already set on line 1",
    ]);
  });
});

test.each([
  "",
  "plain",
  "two words",
  " leading and trailing ",
  "$HOME $X `cmd` $(cmd)",
  "it's",
  'say "hi"',
  "both ' and \" with \\ and \\n",
  "line\nbreak\r\nand\ttab",
  "ends with backslash\\",
  "# not a comment",
  "🚢 ünïcode",
  "postgres://u:p@h:5432/d?sslmode=require&x=1",
])("a value survives writing and reading exactly: %j", (value) => {
  expect(parseDotenv(formatDotenv([{ key: "A", value }]))).toEqual({
    entries: [{ key: "A", value, line: 1 }],
    problems: [],
  });
});

test("the example of the guide is read as the guide says", () => {
  const guide = readFileSync(new URL("../../../../docs/variables.md", import.meta.url), "utf8");
  const example = /```dotenv\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  expect(values(example)).toEqual({
    BARE: "two words",
    SINGLE: "a\\nb $HOME # no note",
    DOUBLE: "a\nb $HOME",
  });
});
