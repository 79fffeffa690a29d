import * as v from "valibot";
import { widened } from "./ageing/marks.ts";

/** Whatever runs, one line a kind: the prefix of its ids. */
export const resourceKinds = {
  application: "app",
} as const;
export type ResourceKindName = keyof typeof resourceKinds;

/** Prefix of every kind of id. The prefix is part of the id, so a wrong kind is refused before any query. */
export const idPrefixes = {
  ...resourceKinds,
  team: "team",
  member: "mem",
  invitation: "inv",
  apiToken: "tok",
  project: "prj",
  environment: "env",
  server: "srv",
  destination: "dst",
  runner: "run",
  enrolment: "enr",
  source: "src",
  delivery: "dlv",
  registry: "reg",
  domain: "dom",
  variable: "var",
  volume: "vol",
  file: "file",
  deployment: "dep",
  step: "stp",
  job: "job",
  bulk: "blk",
  channel: "chn",
  notification: "ntf",
  audit: "aud",
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Crockford base32, lower case, 26 characters of a UUIDv7: sorts by time of creation. */
const body = "[0-9a-hjkmnp-tv-z]{26}";

/** Schema of one kind of id, e.g. `app_01jd…`. */
export const idOf = (kind: IdKind) =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(`^${idPrefixes[kind]}_${body}$`), `must be an id starting with ${idPrefixes[kind]}_`),
  );

const isKind = (name: string): name is ResourceKindName => Object.hasOwn(resourceKinds, name);
export const resourceKindNames: readonly ResourceKindName[] = Object.keys(resourceKinds).filter(isKind);

/** The kind of resource that an id is of; undefined for every other id. */
export const resourceKindOf = (id: string): ResourceKindName | undefined =>
  resourceKindNames.find((kind) => id.startsWith(`${resourceKinds[kind]}_`));

const begun = resourceKindNames.map((kind) => `${resourceKinds[kind]}_`).join(" or ");
/** Schema of the id of whatever runs, of any kind. */
export const resourceId = () =>
  v.union(
    resourceKindNames.map((kind) => idOf(kind)),
    `must be an id starting with ${begun}`,
  );

/**
 * Id of whatever runs as a runner reads it: of any kind, for what it does with a resource depends on what it is told and never on the
 * kind. The first contract knew applications only.
 */
export const OnWireResource = widened(3, {
  to: v.pipe(v.string(), v.regex(/^[a-z]{2,8}_[0-9a-hjkmnp-tv-z]{26}$/, "must be an id of a resource")),
  from: (id) => id.startsWith(`${resourceKinds.application}_`),
});
