import { FieldError } from "../../forms/field-error.ts";

/** A start command as it is typed: a list as in a Dockerfile, else a line for a shell. */
type Start = { form: "image" | "line" | "list"; command: string | null; arguments: string[] | null };

/** What the form says below the field, so that nobody has to guess which of the two was understood. */
export const startHints: Record<Start["form"], string> = {
  image:
    'Empty: as the image begins. A line is run by a shell; a list such as ["worker", "--fast"] goes to its ENTRYPOINT.',
  line: "A line: run by a shell of the image, in place of its ENTRYPOINT and CMD.",
  list: "A list: given to the image's ENTRYPOINT in place of its CMD, without a shell. Without an ENTRYPOINT the first is the program.",
};

export function startIn(typed: string): Start {
  const text = typed.trim();
  if (text === "") return { form: "image", command: null, arguments: null };
  const list = listIn(text);
  return list ? { form: "list", command: null, arguments: list } : { form: "line", command: text, arguments: null };
}

/** undefined: a line, such as a shell's own `[ -f x ] && y`. */
function listIn(text: string): string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((each) => typeof each === "string") ? list : undefined;
  } catch {
    return undefined;
  }
}

/** What is sent. A list that lacks a quote would be taken for a line that no shell understands. */
export function startOf(typed: string): Pick<Start, "command" | "arguments"> {
  const { command, arguments: list } = startIn(typed);
  if (list?.length === 0 || (command !== null && /^\[\s*["']/.test(command)))
    throw new FieldError("container.command", 'Write a list as ["program", "argument"], each in double quotes.');
  return { command, arguments: list };
}

export const typedOf = (start: { command: string | null; arguments: string[] | null }): string =>
  start.arguments === null
    ? (start.command ?? "")
    : `[${start.arguments.map((each) => JSON.stringify(each)).join(", ")}]`;
