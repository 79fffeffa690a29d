import type { Random } from "../../../api/src/testing/random.ts";

/** Names that stand in the way of a careless matcher, at three depths. */
const names = [
  "a",
  "A",
  "ab",
  "b",
  "c++",
  "c",
  ".x",
  "x.log",
  "x y",
  "é",
  "(p)",
  "$d",
  "a&b",
  "{q}",
  "1-2",
  "#h",
  "!n",
];

export const contextFiles: readonly string[] = names.flatMap((name, index) => {
  const folder = names[(index * 5 + 3) % names.length] ?? "a";
  const other = names[(index * 7 + 1) % names.length] ?? "b";
  return [
    `root-${name}`,
    `${name}/${folder}/${other}`,
    `${name}/${folder}/y.log`,
    `${name}/file`,
    `${name}/keep/${other}`,
  ];
});

const escapable = new Set(["(", ")", "+", "$", ".", "{", "}", "!", "#", "*", "?"]);

function aPart(random: Random): string {
  const name = [...(random.pick(names) ?? "a")];
  const at = random.below(name.length);
  const replaced = (by: string) => [...name.slice(0, at), by, ...name.slice(at + 1)].join("");
  const character = name[at] ?? "a";
  const parts = [
    name.join(""),
    name.join(""),
    "*",
    "**",
    "keep",
    replaced("?"),
    replaced("*"),
    `${name.slice(0, at).join("")}*`,
    `*${name.slice(at).join("")}`,
    /[a-zA-Z1]/.test(character) ? replaced(`[${character}-z]`) : replaced("?"),
    /[a-zA-Z1]/.test(character) ? replaced(`[^${character}]`) : replaced("*"),
    escapable.has(character) ? replaced(`\\${character}`) : name.join(""),
    "..",
    ".",
  ];
  return random.pick(parts) ?? "a";
}

function aLine(random: Random): string {
  const depth = 1 + random.below(3);
  const parts = Array.from({ length: depth }, () => aPart(random)).join(random.chance(0.05) ? "//" : "/");
  const root = random.chance(0.2) ? `root-${aPart(random)}` : parts;
  const before = random.pick(["", "", "", "", "!", "!", "! ", "/", "!/", " ", "#", "./"]) ?? "";
  return `${before}${root}${random.pick(["", "", "", "", "/", " ", "\r", "/**"]) ?? ""}`;
}

/**
 * A file such as people write, and such as they write by mistake. Left out is what Docker hands to a regular expression as it stands
 * (stars and question marks inside of brackets, a backslash before a letter, a caret at the beginning of a pattern with stars): there
 * we take characters for what they are.
 */
export function anIgnoreFile(random: Random): string {
  const lines = Array.from({ length: 1 + random.below(6) }, () => aLine(random));
  return (random.chance(0.05) ? "\uFEFF" : "") + lines.join("\n");
}
