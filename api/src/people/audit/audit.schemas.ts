import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";

/** `actor`: `user:<id>`, `token:<id>`, `runner:<id>` or `system`; `name` is the person's, where one stands behind it. */
export const AuditView = v.strictObject({
  id: v.string(),
  actor: v.string(),
  name: v.nullable(v.string()),
  action: v.string(),
  target: v.nullable(v.string()),
  detail: v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])),
  requestId: v.nullable(v.string()),
  createdAt: v.number(),
});
export type AuditView = v.InferOutput<typeof AuditView>;

const Moment = v.pipe(
  v.string(),
  v.regex(/^[0-9]{1,15}$/, "must be a time in milliseconds since 1970"),
  v.transform(Number),
);
/**
 * Whatever is given has to fit. `actor`: as entries name it; `user:<id>` finds what the person did through their tokens too. `action`: a
 * whole one, or its first half with the point (`application.`, which finds what was done to applications as to every kind too). `from` (itself included) and `to` (itself not): epoch milliseconds.
 */
export const AuditQuery = v.object({
  ...PageQuery.entries,
  actor: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^(?:(?:user|token|runner|enrolment):[0-9A-Za-z_]{1,64}|webhook|poll|telegram|system)$/,
        "must be who acts as entries name it, such as user:<id>, token:<id> or webhook",
      ),
    ),
  ),
  action: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[a-z_]{1,40}\.[a-z_]{0,40}$/,
        "must be an action such as application.update, or its beginning up to the point, such as application.",
      ),
    ),
  ),
  target: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z]{3,4}_[0-9a-z]{26}$/, "must be the id of a thing, such as app_…")),
  ),
  from: v.optional(Moment),
  to: v.optional(Moment),
});
export type AuditQuery = v.InferOutput<typeof AuditQuery>;

/** `after`: the `next` of the answer before. */
export const ChainQuery = v.strictObject({
  after: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(15),
      v.transform(Number),
      v.integer("must be the number that the answer before gave as next"),
      v.minValue(0),
    ),
  ),
});
/**
 * `altered`: the entry is not as it was written, or stands in another's place. `missing`: none stands in that place. `inserted`: it was
 * put in past the chain.
 */
export const ChainBreak = v.strictObject({
  kind: v.picklist(["altered", "missing", "inserted"]),
  seq: v.nullable(v.number()),
  entry: v.nullable(v.string()),
  at: v.nullable(v.number()),
});
export type ChainBreak = v.InferOutput<typeof ChainBreak>;
export const AuditChainView = v.strictObject({
  /** Of what this call looked at; with `next`, more has to be asked for. */
  isWhole: v.boolean(),
  /** When the first entry was written that is still held together; null: nothing was recorded since there are chains. */
  since: v.nullable(v.number()),
  checked: v.number(),
  /** To be given as `after` for the entries behind these; null: these were the last. */
  next: v.nullable(v.number()),
  broken: v.nullable(ChainBreak),
  /** The end of the chain. Noted down elsewhere, it also tells whether a newer copy was replaced by an older one. */
  head: v.strictObject({ seq: v.number(), hash: v.string() }),
});
export type AuditChainView = v.InferOutput<typeof AuditChainView>;
