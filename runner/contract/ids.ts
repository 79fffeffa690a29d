import * as v from "valibot";

/** Prefix of every kind of id. The prefix is part of the id, so a wrong kind is refused before any query. */
export const idPrefixes = {
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
  application: "app",
  domain: "dom",
  variable: "var",
  deployment: "dep",
  step: "stp",
  job: "job",
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
