import * as v from "valibot";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Observed } from "./observed.ts";
import { onResource } from "./on-resource.ts";

export const stop = jobKind({
  kind: "stop",
  payload: v.strictObject({ kind: v.literal("stop"), ...onResource, graceSeconds: v.number() }),
  result: Observed,
  words: { title: "Stop", underway: (noun) => `The ${noun} is being stopped.` },
  class: "idempotent",
  verb: "stop",
  asks: asksNothing,
  everyday: ({ target, application, team }) => ({ kind: "stop", target, application, team, graceSeconds: 1 }),
});
