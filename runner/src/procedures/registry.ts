import { type ProcedureName, procedureNames } from "../../contract/index.ts";
import { handOver } from "./hand-over/index.ts";
import { overlap } from "./overlap/index.ts";
import type { Procedure } from "./procedure.ts";
import { replace } from "./replace/index.ts";

/** Every procedure there is; one without an entry does not compile. */
export const procedureOf: { readonly [P in ProcedureName]: Procedure<P> } = {
  overlap,
  replace,
  "hand-over": handOver,
};

/** Those whose steps are ours, so that we can fail and die between them. */
export const ownProcedures: readonly ProcedureName[] = procedureNames.filter(
  (name) => procedureOf[name].rollout === "ours",
);
