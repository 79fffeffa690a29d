/** A number that the owner of the instance sets. */
export type Rule = { kind: string; title: string; value: number };
