import type { Check, Part } from "./check.ts";
import { chooseGuards } from "./choose-guards.ts";
import type { Topic } from "./find-guards.ts";

/** How many kinds of attack are answered for here. */
export const lastCheck = 68;

type Known = {
  topics: readonly Topic[];
  /** Of a test file; undefined when there is none. */
  titlesOf(file: string): readonly string[] | undefined;
};

/** What keeps the list of checks from being believed, in words. */
export function faultsOf(checks: readonly Check[], known: Known): string[] {
  const keys = checks.map(({ key }) => key);
  const expected = Array.from({ length: lastCheck }, (_, i) => i + 1);
  const absent = expected.filter((key) => !keys.includes(key)).map((key) => `check ${key} is missing`);
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `check ${key} stands twice`);
  return [...absent, ...twice, ...checks.flatMap((check) => faultsOfOne(check, known))];
}

function faultsOfOne({ key, parts }: Check, known: Known): string[] {
  const isShown = parts.some((part) => "guard" in part) || parts.every((part) => "missing" in part);
  const faults = parts.flatMap((part) => faultOf(part, known).map((fault) => `${part.tried}: ${fault}`));
  if (parts.length === 0) faults.push("nothing is tried");
  else if (!isShown) faults.push("no guard shows that its tests can fail");
  return faults.map((fault) => `check ${key}: ${fault}`);
}

function faultOf(part: Part, { topics, titlesOf }: Known): string[] {
  if ("missing" in part) return part.missing === "" ? ["neither a test nor a feature that is missing"] : [];
  const found = "guard" in part ? chooseGuards(topics, [part.guard]).chosen.flatMap(({ guards }) => guards) : [];
  if ("guard" in part && found.length !== 1) return [`${found.length} guards are called ${part.guard}`];
  const file = part.in ?? found[0]?.noticedBy ?? "";
  const titles = titlesOf(file);
  if (!titles) return [`there is no file ${file}`];
  const isThere = part.test !== "" && titles.some((title) => title.includes(part.test));
  return isThere ? [] : [`${file} has no test called ${part.test}`];
}
