import { idOf } from "@fairlead/runner/contract";
import * as v from "valibot";

/** `force` gives up on a server that cannot be reached: the row goes, what runs there stays. */
export const DeleteQuery = v.object({ force: v.optional(v.picklist(["true", "false"]), "false") });

/** Where it is given up: a server that is away, which it is leaving or is deleted from. */
export const ForgetTarget = v.strictObject({ destinationId: idOf("destination") });

/** What a forced removal could not clean up. */
export const RemovalView = v.strictObject({ isRemoved: v.boolean(), leftBehind: v.array(v.string()) });
export type RemovalView = v.InferOutput<typeof RemovalView>;
