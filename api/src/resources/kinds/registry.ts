import { resourceKindNames, resourceKindOf } from "@fairlead/runner/contract";
import { resourceNotFound } from "../../rules/resource-words.ts";
import type { ListOf } from "../list/resource-list.store.ts";
import type { ResourceKinds } from "../resource-kind.ts";
import * as kinds from "./kinds.ts";

const whole = <K extends ResourceKinds>(all: K): K => all;
export const resourceKinds = whole(kinds);

/** The kind that an id tells. */
export function kindOf(id: string) {
  const name = resourceKindOf(id);
  if (name === undefined) throw resourceNotFound(id);
  return resourceKinds[name];
}

export const everyKind: ListOf = { facets: resourceKindNames.map((name) => resourceKinds[name].facets) };
