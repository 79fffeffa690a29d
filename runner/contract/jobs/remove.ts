import * as v from "valibot";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Observed } from "./observed.ts";
import { onResource } from "./on-resource.ts";

export const remove = jobKind({
  kind: "remove",
  payload: v.strictObject({ kind: v.literal("remove"), ...onResource }),
  result: Observed,
  words: { title: "Removal", underway: (noun) => `The ${noun} is being removed.` },
  class: "idempotent",
  verb: "remove",
  asks: asksNothing,
  everyday: ({ target, application, team }) => ({ kind: "remove", target, application, team }),
});
