import type { Random } from "../../../api/src/testing/random.ts";
import { hostile } from "../strings.ts";

const words = [
  ...Object.values(hostile),
  "",
  " ",
  "\u0000",
  "toString",
  "__proto__",
  "hasOwnProperty",
  "x".repeat(70_000),
];
const bytes = [0, 1, 0x0a, 0x0d, 0x20, 0x30, 0x7f, 0x80, 0xff];
const numbers = [0, -1, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 4_294_967_296, Number.MAX_SAFE_INTEGER + 2];

export const aWord = (random: Random): string => random.pick(words) ?? "";
export const someBytes = (random: Random, longest: number): Buffer =>
  Buffer.from(Array.from({ length: random.below(longest) }, () => random.below(256)));

/** The same bytes after a few accidents: bits turned, parts lost, doubled, strange or cut off. */
export function mutateBytes(random: Random, given: Buffer): Buffer {
  let out: Buffer = Buffer.from(given);
  for (let left = 1 + random.below(6); left > 0; left--) out = accident(random, out);
  return out;
}

function accident(random: Random, given: Buffer): Buffer {
  const at = random.below(given.length + 1);
  const length = random.below(Math.min(64, given.length - at + 1));
  const [before, part, after] = [given.subarray(0, at), given.subarray(at, at + length), given.subarray(at + length)];
  switch (random.below(7)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, part, part, part, after]);
    case 3:
      return Buffer.concat([before, Buffer.alloc(1 + random.below(8), random.pick(bytes)), after]);
    case 4:
      return Buffer.concat([before, Buffer.from(aWord(random), "utf8"), after]);
    case 5:
      return Buffer.concat([before, someBytes(random, 40), after]);
    default: {
      const turned = Buffer.from(given);
      const place = random.below(Math.max(1, given.length));
      turned[place] = (turned[place] ?? 0) ^ (1 << random.below(8));
      return turned;
    }
  }
}

/** The same value with something unexpected in one of its places. */
export function mutateJson(random: Random, given: unknown): unknown {
  if (random.chance(0.25) || typeof given !== "object" || given === null) return anything(random);
  if (Array.isArray(given)) {
    if (given.length === 0 || random.chance(0.1)) return [...given, anything(random)];
    const at = random.below(given.length);
    return given.map((each, index) => (index === at ? mutateJson(random, each) : each));
  }
  const entries = Object.entries(given);
  const at = random.below(entries.length + 1);
  const [key, value] = entries[at] ?? [aWord(random), null];
  if (random.chance(0.15)) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return { ...given, [key]: mutateJson(random, value) };
}

function anything(random: Random): unknown {
  const all: (() => unknown)[] = [
    () => null,
    () => true,
    () => ({}),
    () => [],
    () => random.pick(numbers),
    () => aWord(random),
    () => Array(1_000).fill(aWord(random).slice(0, 20)),
    () => ({ [aWord(random)]: aWord(random), constructor: { prototype: 1 } }),
    () => deep(random.below(3_000)),
  ];
  return random.pick(all)?.();
}

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Cut into pieces as a wire may cut it. */
export function inPieces(random: Random, given: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < given.length; ) {
    const end = at + 1 + random.below(random.chance(0.3) ? 8 : 4_096);
    pieces.push(given.subarray(at, end));
    at = end;
  }
  return pieces;
}
