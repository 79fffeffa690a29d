// pure

/** `star`: any characters but slashes; `folders`: nothing, or anything up to a slash; `rest`: whatever is left. */
export type Token =
  | { kind: "character"; character: string }
  | { kind: "set"; isNegated: boolean; ranges: readonly (readonly [number, number])[] }
  | { kind: "any" }
  | { kind: "star" }
  | { kind: "folders" }
  | { kind: "rest" };
