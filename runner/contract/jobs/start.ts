import * as v from "valibot";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Observed } from "./observed.ts";
import { onApplication } from "./on-application.ts";

export const start = jobKind({
  kind: "start",
  payload: v.strictObject({ kind: v.literal("start"), ...onApplication }),
  result: Observed,
  words: { title: "Start", underway: "The application is being started." },
  class: "idempotent",
  verb: "start",
  asks: asksNothing,
  everyday: ({ target, application, team }) => ({ kind: "start", target, application, team }),
});
