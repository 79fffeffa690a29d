import { expect, test } from "vitest";
import { startIn, startOf, typedOf } from "./start-command.ts";

test("a list is what a Dockerfile would take for one", () => {
  expect(startIn(' ["node", "a b.mjs", ""] ')).toEqual({
    form: "list",
    command: null,
    arguments: ["node", "a b.mjs", ""],
  });
});

test.each(["node server.mjs", "[ -f env ] && . ./env\nnode server.mjs", "[1, 2]", "echo []"])(
  "%j is a line for a shell",
  (typed) => {
    expect(startIn(typed)).toEqual({ form: "line", command: typed, arguments: null });
  },
);

test("an empty field starts the image as it is", () => {
  expect(startOf("  ")).toEqual({ command: null, arguments: null });
});

test.each(['["node", "server.mjs"', "['node']", "[]"])(
  "%s is told to be no list instead of being run by a shell",
  (typed) => {
    expect(() => startOf(typed)).toThrow(expect.objectContaining({ path: "container.command" }));
  },
);

test.each([
  { command: null, arguments: ["node", 'say "hello"', "two\nlines"] },
  { command: "node a\nnode b", arguments: null },
  { command: null, arguments: null },
])("what is stored is shown so that saving it changes nothing", (stored) => {
  expect(startOf(typedOf(stored))).toEqual(stored);
});
