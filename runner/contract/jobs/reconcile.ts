import * as v from "valibot";
import { idOf } from "../ids.ts";
import { asksNothing, jobKind } from "./job-kind.ts";
import { Observed } from "./observed.ts";
import { onResource } from "./on-resource.ts";

/** Looks at the target after a lost job: removes what no deployment owns, repairs the live name, reports what runs. */
export const reconcile = jobKind({
  kind: "reconcile",
  payload: v.strictObject({
    kind: v.literal("reconcile"),
    ...onResource,
    activeDeployment: v.nullable(idOf("deployment")),
    lostDeployment: v.nullable(idOf("deployment")),
  }),
  result: Observed,
  words: { title: "Look at what runs", underway: () => "The server is being looked at after a lost job." },
  class: "idempotent",
  verb: "reconcile",
  asks: asksNothing,
  everyday: ({ target, application, team }) => ({
    kind: "reconcile",
    target,
    application,
    team,
    activeDeployment: null,
    lostDeployment: null,
  }),
});
