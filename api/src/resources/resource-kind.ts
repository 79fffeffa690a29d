// pure

import type { ResourceKindName } from "@fairlead/runner/contract";
import type * as v from "valibot";
import type { Deps } from "../kit/deps.ts";
import type { Actor } from "../rules/permissions.ts";
import type { Facets } from "./list/card-fields.store.ts";
import type { KindRelease } from "./releasing/define-release.ts";

/**
 * All that the control plane knows of one kind of whatever runs. It stands in the folder of the kind, and a line in `kinds/kinds.ts`
 * makes it known: what all kinds share (deployments, variables, domains, removal) works on the resource and asks here for the rest.
 */
export type ResourceKind<K extends ResourceKindName, S extends v.GenericSchema = v.GenericSchema> = {
  /** What of it stands in lists of all kinds. */
  facets: Facets;
  /** Its page: all that it has and what only its kind has, with the word of the kind. */
  view: S;
  read: (deps: Deps, actor: Actor, of: { id: string }) => Promise<v.InferOutput<S> & { kind: K }>;
  /** What deploying asks of it: `defineRelease` says what that is. */
  release: KindRelease;
};

/** The compiler keeps it whole: a kind of the contract that stands in no registry does not build. */
export type ResourceKinds = { readonly [K in ResourceKindName]: ResourceKind<K> };
