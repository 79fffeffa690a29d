import { resourceKindOf } from "@fairlead/runner/contract";
import { notFound } from "./errors.ts";

/** By the word of its kind, which its id tells. */
export const resourceNotFound = (id: string) => notFound(resourceKindOf(id) ?? "resource");
