import type { ProcedureName } from "../../contract/index.ts";
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
