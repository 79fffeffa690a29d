import { resourceKindOf } from "@fairlead/runner/contract";
import { notFound } from "./errors.ts";

/** What people call it: the name of its kind, which its id tells. */
export const nounOf = (id: string): string => resourceKindOf(id) ?? "resource";

/** The same as the beginning of a line. */
export const titleOf = (id: string): string => `${nounOf(id).slice(0, 1).toUpperCase()}${nounOf(id).slice(1)}`;

/** By the word of its kind, which its id tells. */
export const resourceNotFound = (id: string) => notFound(nounOf(id));
