import * as v from "valibot";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Observed } from "./observed.ts";
import { onApplication } from "./on-application.ts";

export const remove = jobKind({
  kind: "remove",
  payload: v.strictObject({ kind: v.literal("remove"), ...onApplication }),
  result: Observed,
  words: { title: "Removal", underway: "The application is being removed." },
  class: "idempotent",
  verb: "remove",
  asks: asksNothing,
  everyday: ({ target, application, team }) => ({ kind: "remove", target, application, team }),
});
