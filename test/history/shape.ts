import { type Mark, markOf } from "../../runner/contract/ageing/marks.ts";
import { type Node, nodeOf, shapesOf, unwrapped } from "../../runner/contract/ageing/node.ts";
import * as contract from "../../runner/contract/index.ts";

const roots = {
  "enrol.request": contract.EnrolRequest,
  "enrol.answer": contract.EnrolAnswer,
  "claim.request": contract.ClaimRequest,
  "claim.answer": contract.ClaimAnswer,
  "progress.request": contract.ProgressRequest,
  "progress.answer": contract.ProgressAnswer,
  "finish.request": contract.FinishRequest,
  "finish.answer": contract.FinishAnswer,
};

/** One field, shape or word of the contract, e.g. `claim.answer.cadence.leaseMs: number`; `since` where it says when it came. */
export type Line = { text: string; since?: number; isRetired?: boolean };

/** All that the messages of this version may hold, line by line. What an added field holds came with it and has no line of its own. */
export const shapeOfContract = (): Line[] =>
  Object.entries(roots).flatMap(([path, schema]) => linesOf(nodeOf(schema), path));

function linesOf(node: Node, path: string): Line[] {
  const inner = unwrapped(node);
  const mark = markOf(inner);
  if (inner.type === "variant")
    return shapesOf(inner).flatMap((shape) => linesOfShape(shape, `${path}<${wordOf(inner, shape)}>`));
  if (inner.entries)
    return Object.entries(inner.entries).flatMap(([key, field]) => linesOfField(field, `${path}.${key}`));
  if (inner.type === "array" && inner.item) return linesOf(inner.item, `${path}[]`);
  if (inner.type === "record" && inner.value) return linesOf(inner.value, `${path}{}`);
  if (inner.type === "picklist") return wordsOf(inner).map((word) => lineOfWord(`${path} = ${word}`, { mark, word }));
  return [];
}

function linesOfField(field: Node, path: string): Line[] {
  const mark = markOf(field);
  const text = `${path}: ${typeOf(field)}`;
  if (mark?.ageing === "retired") return [{ text: path, isRetired: true }];
  if (mark?.ageing === "field") return [{ text, since: mark.since }];
  return [{ text }, ...linesOf(field, path)];
}

function linesOfShape(shape: Node, path: string): Line[] {
  const mark = markOf(shape);
  return mark?.ageing === "shape" ? [{ text: path, since: mark.since }] : [{ text: path }, ...linesOf(shape, path)];
}

function lineOfWord(text: string, { mark, word }: { mark: Mark | undefined; word: string }): Line {
  const since = mark?.ageing === "words" ? mark.since[word] : undefined;
  return since === undefined ? { text } : { text, since };
}

const wordsOf = ({ options }: Node) => (options ?? []).filter((each) => typeof each === "string");
const wordOf = ({ key }: Node, shape: Node) => String(shape.entries?.[String(key)]?.literal);
const wrappers = ["nullable", "optional", "nullish"];
const typeOf = (node: Node): string => {
  if (node.wrapped && wrappers.includes(node.type)) return `${typeOf(node.wrapped)} ${node.type}`;
  return node.type === "literal" ? typeof node.literal : node.type;
};
