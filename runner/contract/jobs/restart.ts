import * as v from "valibot";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Observed } from "./observed.ts";
import { onResource } from "./on-resource.ts";

export const restart = jobKind({
  kind: "restart",
  payload: v.strictObject({ kind: v.literal("restart"), ...onResource, graceSeconds: v.number() }),
  result: Observed,
  words: { title: "Restart", underway: (noun) => `The ${noun} is being restarted.` },
  class: "idempotent",
  verb: "restart",
  asks: asksNothing,
  everyday: ({ target, application, team }) => ({ kind: "restart", target, application, team, graceSeconds: 1 }),
});
