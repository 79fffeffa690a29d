import { type AST, RegExpParser } from "@eslint-community/regexpp";
import type { Pattern, WorstCase } from "./pattern.ts";

/** Up to so many repetitions cost nothing worth looking at. */
const shortRepetition = 30;

/**
 * Where a pattern could work hardest: at each of its long repetitions, behind the text that leads there once, and with that text again
 * and again, so that every place of the text is a beginning. One without repetitions: its own text but for the last character.
 */
export function deriveWorstCases({ source, flags }: Pattern): WorstCase[] {
  const parsed = new RegExpParser().parsePattern(source, 0, source.length, { unicode: /[uv]/.test(flags) });
  const found = parsed.alternatives.flatMap((each) => casesOf(each, { before: "", flags }));
  const cases = found.length > 0 ? found : parsed.alternatives.slice(0, 3).map((each) => nearly(sampleOf(each, flags)));
  return [...new Map(cases.map((each) => [JSON.stringify(each), each])).values()];
}

const nearly = (sample: string): WorstCase => ["", sample.slice(0, -1) || sample || "a"];

interface Way {
  /** A text that leads to this element. */
  before: string;
  flags: string;
}

function casesOf(node: AST.Element | AST.Alternative, way: Way): WorstCase[] {
  if (node.type === "Alternative") {
    let { before } = way;
    return node.elements.flatMap((each) => {
      const cases = casesOf(each, { ...way, before });
      before += sampleOf(each, way.flags);
      return cases;
    });
  }
  if (node.type === "Group" || node.type === "CapturingGroup" || node.type === "Assertion") {
    return "alternatives" in node ? node.alternatives.flatMap((each) => casesOf(each, way)) : [];
  }
  if (node.type !== "Quantifier") return [];
  const inner = casesOf(node.element, way);
  return node.max < shortRepetition ? inner : [...repetitions(sampleOf(node.element, way.flags) || "a", way), ...inner];
}

/** The character before keeps what is anchored at the beginning from taking all at once. */
function repetitions(pump: string, { before }: Way): WorstCase[] {
  const everyPlace: WorstCase = ["\u0001", before + pump];
  return before === "" ? [["", pump], everyPlace] : [[before, pump], everyPlace];
}

function sampleOf(node: AST.Element | AST.Alternative | AST.QuantifiableElement, flags: string): string {
  switch (node.type) {
    case "Alternative":
      return node.elements.map((each) => sampleOf(each, flags)).join("");
    case "Group":
    case "CapturingGroup":
      return node.alternatives[0] ? sampleOf(node.alternatives[0], flags) : "";
    case "Quantifier":
      return sampleOf(node.element, flags).repeat(node.min);
    case "Character":
      return String.fromCodePoint(node.value);
    case "CharacterClass":
    case "CharacterSet":
    case "ExpressionCharacterClass":
      return memberOf(node.raw, flags);
    default:
      return "";
  }
}

const everyday = "a0 -_/.A:=@*!<>#\"'\t\n\u0001\u0007Z\u00e9\u2028";

function memberOf(set: string, flags: string): string {
  const one = new RegExp(`^${set}$`, flags.replace(/[gy]/g, ""));
  const rest = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code));
  return [...everyday, ...rest].find((each) => one.test(each)) ?? "a";
}
