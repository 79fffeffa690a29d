/** A regular expression as it is written. */
export interface Pattern {
  source: string;
  flags: string;
}

export interface FoundPattern extends Pattern {
  path: string;
  line: number;
}

/** A text on which a pattern works hardest: the pump, repeated to the wanted length behind the prefix, and what nothing expects at its end. */
export type WorstCase = [prefix: string, pump: string];

/** Worst cases of every pattern, under its text. */
export type WorstCases = Record<string, WorstCase[]>;

export const textOf = ({ source, flags }: Pattern): string => `/${source}/${flags}`;

const unexpected = "\u0001\n\u0001!";

export function worstText([prefix, pump]: WorstCase, length: number): string {
  return `${prefix}${pump.repeat(Math.ceil(length / pump.length))}`.slice(0, length) + unexpected;
}

/** One pattern over one of its worst cases. */
export interface Trial extends Pattern {
  worst: WorstCase;
}
