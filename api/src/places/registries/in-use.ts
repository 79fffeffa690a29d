// pure

import { conflict } from "../../rules/errors.ts";

const named = 5;

/** `choosers`: none were seen before it was chosen in this instant. */
export function inUse(choosers: readonly { name: string }[]) {
  const names = choosers.slice(0, named).map(({ name }) => name);
  const more = choosers.length - names.length;
  const who = names.length === 0 ? "an application" : `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return conflict(
    "registry.in_use",
    `This login is chosen in the settings of ${who}. Choose another there, or none, first.`,
  );
}
