import * as v from "valibot";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Observed } from "./observed.ts";
import { onResource } from "./on-resource.ts";

export const start = jobKind({
  kind: "start",
  payload: v.strictObject({ kind: v.literal("start"), ...onResource }),
  result: Observed,
  words: { title: "Start", underway: (noun) => `The ${noun} is being started.` },
  class: "idempotent",
  verb: "start",
  asks: asksNothing,
  everyday: ({ target, application, team }) => ({ kind: "start", target, application, team }),
});
