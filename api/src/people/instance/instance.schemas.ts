import { HostName, spelledHost } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Revision } from "../../kit/http/revision.ts";
import { type LimitKind, limitKinds, limitRules, mostOfALimit } from "../../rules/limits.ts";
import { mostDays, type RetentionKind, retentionKinds, retentionRules } from "../../rules/retention.ts";

export const SignUps = v.picklist(["invitation", "open"]);
export type SignUps = v.InferOutput<typeof SignUps>;

/** Leaves room for an address and a name before it. */
const AddressSuffix = v.pipe(
  v.string(),
  v.trim(),
  v.transform(spelledHost),
  HostName,
  v.maxLength(150, "must have at most 150 characters"),
  v.check((text) => !text.startsWith("*."), "must be what names end in, without *, such as sslip.io"),
);

const days = (kind: RetentionKind) => {
  const { least, title, days } = retentionRules[kind];
  return v.pipe(
    v.number("must be a number of days"),
    v.integer("must be a whole number of days"),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(mostDays, `must be at most ${mostDays}`),
    v.description(`${title}: days they are kept; ${days} unless set`),
  );
};
/** Days that each kind is kept. */
const retention = {
  deliveries: days("deliveries"),
  notifications: days("notifications"),
  logs: days("logs"),
  deployments: days("deployments"),
  jobs: days("jobs"),
  audit: days("audit"),
};

const limit = (kind: LimitKind) => {
  const { title, of, usual } = limitRules[kind];
  return v.pipe(
    v.number("must be a number"),
    v.integer("must be a whole number"),
    v.minValue(1, "must be at least 1"),
    v.maxValue(mostOfALimit, `must be at most ${mostOfALimit}`),
    v.description(`${title} of one ${of}; ${usual} unless set`),
  );
};
const limits = {
  teams: limit("teams"),
  members: limit("members"),
  tokens: limit("tokens"),
  projects: limit("projects"),
  environments: limit("environments"),
  applications: limit("applications"),
  tags: limit("tags"),
  domains: limit("domains"),
  volumes: limit("volumes"),
  servers: limit("servers"),
  runners: limit("runners"),
  enrolments: limit("enrolments"),
  sources: limit("sources"),
  registries: limit("registries"),
  channels: limit("channels"),
  queuedJobs: limit("queuedJobs"),
  bulks: limit("bulks"),
  variableMiB: limit("variableMiB"),
  files: limit("files"),
  fileMiB: limit("fileMiB"),
  variableTraffic: limit("variableTraffic"),
  channelTests: limit("channelTests"),
  personTests: limit("personTests"),
  teamTests: limit("teamTests"),
  confirmationMails: limit("confirmationMails"),
  requests: limit("requests"),
  teamRequests: limit("teamRequests"),
  strangerRequests: limit("strangerRequests"),
  deliveries: limit("deliveries"),
  teamDeliveries: limit("teamDeliveries"),
  dayDeliveries: limit("dayDeliveries"),
};

export const UpdateInstance = v.strictObject({
  revision: Revision,
  signUps: v.optional(SignUps),
  /** Names below it lead to the address they hold, as those of sslip.io do; null: no name is offered. */
  addressSuffix: v.optional(v.nullable(AddressSuffix)),
  retention: v.optional(v.partial(v.strictObject(retention))),
  limits: v.optional(v.partial(v.strictObject(limits))),
});
export type UpdateInstance = v.InferOutput<typeof UpdateInstance>;

export const InstanceView = v.strictObject({
  url: v.string(),
  version: v.string(),
  /** Of these settings: raised by every save. */
  revision: v.number(),
  signUps: SignUps,
  addressSuffix: v.nullable(v.string()),
  mail: v.strictObject({ isConfigured: v.boolean(), from: v.nullable(v.string()) }),
  /** How long what only grows is kept, with what the page says of it. */
  retention: v.array(
    v.strictObject({
      kind: v.picklist(retentionKinds),
      title: v.string(),
      hint: v.string(),
      days: v.number(),
      usual: v.number(),
      least: v.number(),
    }),
  ),
  /** How much each team, person, credential or source may have or do; `of` says which. */
  limits: v.array(
    v.strictObject({
      kind: v.picklist(limitKinds),
      title: v.string(),
      of: v.string(),
      value: v.number(),
      usual: v.number(),
    }),
  ),
  /** null: the database is not a file of this machine. */
  file: v.nullable(
    v.strictObject({
      sizeBytes: v.number(),
      /** Room of deleted rows, used again before the file grows. */
      freeBytes: v.number(),
      /** False for a file of an earlier version until it is rebuilt: `npm run db:compact`. */
      canShrink: v.boolean(),
    }),
  ),
});
export type InstanceView = v.InferOutput<typeof InstanceView>;
