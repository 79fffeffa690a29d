import * as v from "valibot";
import type { Asked } from "./job-kind.ts";
import * as kinds from "./kinds.ts";

type Kinds = typeof kinds;
export type JobKind = keyof Kinds;

/** Every kind of job by the word that names it. What must know all of them walks along this. */
export const jobKinds: { readonly [K in JobKind]: Kinds[K] & { kind: K } } = kinds;
const all = Object.values(jobKinds);
export const jobKindNames = all.map(({ kind }) => kind);
export const isJobKind = (word: string): word is JobKind => Object.hasOwn(jobKinds, word);

export const JobPayload = v.variant(
  "kind",
  all.map(({ payload }) => payload),
);
export type JobPayload = v.InferOutput<typeof JobPayload>;
export type PayloadOf<K extends JobKind> = v.InferOutput<Kinds[K]["payload"]>;

/** Where there is nothing to tell. */
const Nothing = v.strictObject({ kind: v.literal("none") });
/** What a successful job tells. Kinds that tell the same share a shape. */
export const JobResult = v.variant("kind", [...new Set([...all.map(({ result }) => result), Nothing])]);
export type JobResult = v.InferOutput<typeof JobResult>;
export type ResultOf<K extends JobKind> = v.InferOutput<Kinds[K]["result"]>;

type Payloads = { [K in JobKind]: PayloadOf<K> };
const askers: { readonly [K in JobKind]: { asks: (payload: Payloads[K]) => Asked } } = jobKinds;
const askedAs = <K extends JobKind>(kind: K, payload: Payloads[K]): Asked => askers[kind].asks(payload);

/** What a job would have the runner do, as its kind says it. */
export const askedBy = (payload: JobPayload): Asked => askedAs(payload.kind, payload);
