// pure

import * as v from "valibot";

type Issue = v.BaseIssue<unknown> & { requirement?: unknown };

/** What is wrong with a field, for the person who sent it. What was sent is not repeated: it may be a password. */
export function plainMessage(issue: Issue): string {
  const { type, expected, received, requirement, input } = issue;
  if (received === "undefined") return "is required";
  if (expected === "never") return "is not known here";
  const counted = Array.isArray(input) ? "entries" : "characters";
  switch (type) {
    case "max_length":
      return `must have at most ${requirement} ${counted}`;
    case "min_length":
    case "non_empty":
      return `must have at least ${requirement ?? 1} ${counted}`;
    case "max_value":
      return `must be at most ${requirement}`;
    case "min_value":
      return `must be at least ${requirement}`;
    case "integer":
    case "safe_integer":
      return "must be a whole number";
    default:
      return expected === null ? "does not have the right form" : `must be ${choices(expected)}`;
  }
}

/** `("a" | "b")` as valibot writes it, in words. */
const choices = (expected: string) => expected.replace(/^\((.*)\)$/s, "$1").replaceAll(" | ", " or ");

/** For every schema that brings no message of its own. */
export const speakPlainly = () => v.setGlobalMessage(plainMessage);
