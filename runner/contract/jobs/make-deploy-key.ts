import * as v from "valibot";
import { idOf } from "../ids.ts";
import { asksNothing, jobKind } from "./job-kind.ts";

export const makeDeployKey = jobKind({
  kind: "make-deploy-key",
  payload: v.strictObject({ kind: v.literal("make-deploy-key"), source: idOf("source") }),
  result: v.strictObject({ kind: v.literal("make-deploy-key"), publicKey: v.string() }),
  words: { title: "New deploy key", underway: () => "The deploy key of this source is being made." },
  class: "idempotent",
  verb: "make-deploy-key",
  asks: asksNothing,
  everyday: ({ source }) => ({ kind: "make-deploy-key", source }),
});
