import { resourceKindOf } from "@fairlead/runner/contract";
import { notFound } from "./errors.ts";

/** What a person calls it: the word of its kind, which its id tells. */
export const nounOf = (id: string): string => resourceKindOf(id) ?? "resource";

export const resourceNotFound = (id: string) => notFound(nounOf(id));
