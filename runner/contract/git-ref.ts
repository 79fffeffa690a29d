import { bytesOf, refuseUnseen, told } from "./refuse.ts";

/** git keeps a branch in a file of this name, in a folder for each part. */
const maxBytes = 200;

/**
 * Why a text is no name of a branch or tag; undefined: it is one. git's own rules, as `git check-ref-format --branch` holds them, and
 * beyond them: nothing that is not seen, and no more than 200 bytes. It is never part of a command line that a shell reads.
 */
export function refuseRef(ref: string): string | undefined {
  if (ref === "") return "must be the name of a branch or tag, such as main";
  const mark = refuseUnseen(ref) ?? refuseMark(ref);
  if (mark !== undefined) return mark;
  if (bytesOf(ref) > maxBytes) return `must be at most ${maxBytes} bytes long`;
  if (ref === "HEAD" || ref === "@") return `must not be ${ref}, which to git is no branch: name the branch itself`;
  if (ref.startsWith("-")) return "must not start with -, which git takes for an option";
  if (ref.endsWith(".")) return "must not end with ., which git does not allow";
  return ref
    .split("/")
    .map(refusePart)
    .find((each) => each !== undefined);
}

const marks = [" ", "~", "^", ":", "?", "*", "[", "\\"];

function refuseMark(ref: string): string | undefined {
  const mark = marks.find((each) => ref.includes(each)) ?? ["..", "@{"].find((each) => ref.includes(each));
  if (mark === undefined) return undefined;
  return `must not contain ${mark === " " ? "a space" : mark}: git allows none of space ~ ^ : ? * [ \\ .. @{ in the name of a branch`;
}

function refusePart(part: string): string | undefined {
  if (part === "") return "must not start or end with / nor hold // : each part between slashes needs a name";
  if (part.startsWith(".")) return `must not have a part that starts with . like ${told(part)}`;
  if (part.endsWith(".lock"))
    return `must not have a part that ends with .lock like ${told(part)}, which git keeps for itself`;
  return undefined;
}
