import { describe, expect, test } from "vitest";
import { declaredArguments } from "./declared-arguments.ts";
import { parseDockerfile } from "./parse.ts";
import { lineWithout, secretSteps, withEnvironment } from "./secret-steps.ts";

const asked = (text: string) => declaredArguments(parseDockerfile(text)).map(({ name, line }) => `${line}:${name}`);
const marked = (text: string) => secretSteps(parseDockerfile(text));
const mount = "--mount=type=secret,id=TOKEN";

describe("the arguments that a Dockerfile declares", () => {
  test.each<[string, string, string[]]>([
    ["with and without a default", "FROM x\nARG A\nARG B=1\n", ["2:A", "3:B"]],
    ["before the first FROM, and in every stage", "ARG A\nFROM x AS y\nARG B\nFROM y\nARG C", ["1:A", "3:B", "5:C"]],
    ["several in one line", "FROM x\nARG A B=2 C\n", ["2:A", "2:B", "2:C"]],
    ["in any letters of the word, never of the name", "from x\naRg a\nArg A\n", ["2:a", "3:A"]],
    [
      "on lines that go on, past comments and blank lines",
      "FROM x\nARG \\\n# one\n A \\\n\n  B\nARG C",
      ["2:A", "2:B", "7:C"],
    ],
    [
      "behind another sign that a line goes on",
      "# escape=`\nFROM x\nARG A `\n B\nRUN c:\\\nARG C",
      ["3:A", "3:B", "6:C"],
    ],
    ["in quotes, where white space is no end", `FROM x\nARG "A" 'B'=1 C="2 ARG D"\n`, ["2:A", "2:B", "2:C"]],
    [
      "with the line ends of Windows and the mark of UTF-8",
      "\ufeffARG A\r\nFROM x\r\nARG B \\\r\n  C\r\n",
      ["1:A", "3:B", "3:C"],
    ],
    ["not in comments, commands and what is no name", "FROM x\n# ARG A\nRUN echo ARG B\nARG $C 1D\nENV E=1 ARG\n", []],
    ["not in a heredoc", "FROM x\nRUN <<EOF cat <<-'END'\nARG A\nEOF\n\tARG B\n\tEND\nARG C\n", ["7:C"]],
    ["not in a file that a heredoc makes", 'FROM x\nCOPY <<"EOF" /x\nARG A\nEOF\nARG B\n', ["5:B"]],
    ["not where a heredoc never ends", "FROM x\nRUN <<EOF\nARG A\n", []],
    [
      "also behind what only looks like a heredoc",
      "FROM x\nRUN echo '<<EOF' a<<B\nARG A\nENV X=<<EOF\nARG B\n",
      ["3:A", "5:B"],
    ],
    ["not those that it leaves to who builds on it", "FROM x\nONBUILD ARG A\n", []],
    ["behind a sign that stands for itself", "FROM x\nRUN echo \\\\\nARG A\n", ["3:A"]],
  ])("%s", (_name, text, names) => {
    expect(asked(text)).toEqual(names);
  });

  test("another frontend is known by the directive, which stands at the top or is a comment", () => {
    expect(parseDockerfile("# syntax = docker/dockerfile:1\n# escape=`\nFROM x").syntax).toBe("docker/dockerfile:1");
    expect(parseDockerfile("#\n# syntax=acme/frontend\nFROM x").syntax).toBeNull();
    expect(parseDockerfile("FROM x\n# syntax=acme/frontend").syntax).toBeNull();
  });
});

describe("the steps that see a secret", () => {
  test.each<[string, string, number[]]>([
    ["the first of each stage", `FROM a\nRUN x\nRUN ${mount} x\nRUN ${mount} y\nFROM b\nRUN ${mount} z\n`, [3, 6]],
    [
      "with the mount among others, in quotes or put together",
      `FROM a\nRUN --network=none "--mount=id=A,type=secret" x\n`,
      [2],
    ],
    ["with a type that an argument names", "FROM a\nARG T\nRUN --mount=type=$T,id=A x\n", [3]],
    ["on lines that go on", `FROM a\nRUN --mount=type=cache,target=/c \\\n  ${mount} \\\n  x\n`, [2]],
    ["not those whose command only says so", `FROM a\nRUN echo ${mount}\nCOPY a b\n`, []],
    ["not those that mount something else", "FROM a\nRUN --mount=type=cache,target=/c x\n", []],
  ])("are %s", (_name, text, lines) => {
    expect(marked(text)).toEqual(lines);
  });

  test("depend on an argument that stands for the variables, and the lines of what follows are told as they were", () => {
    const text = `FROM a\nRUN ${mount} x\nFROM b\nRUN ${mount} y\nNONSENSE\n`;
    const sent = withEnvironment(text, marked(text));
    expect(sent.split("\n").filter((line) => line === "ARG FAIRLEAD_BUILD_ENV")).toHaveLength(2);
    const before = text.split("\n");
    sent.split("\n").forEach((line, index) => {
      const told = lineWithout(marked(text))(index + 1);
      if (!line.startsWith("ARG FAIRLEAD")) expect(before[told - 1]).toBe(line);
    });
  });
});
