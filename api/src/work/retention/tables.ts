// pure

import { resourceKindNames } from "@fairlead/runner/contract";
import type { RetentionKind } from "../../rules/retention.ts";

/**
 * Why a table does not grow without end: its rows are kept for a set time, go with something else, or are made by people one by one.
 * Every table of the schema stands here; a new one is refused until it does.
 */
export type TableRule =
  | { kind: "kept"; by: RetentionKind }
  /** Kept for a time that nobody sets. */
  | { kind: "ends"; by: "credentials" | "files" | "forgotten"; why: string }
  | { kind: "follows"; table: string; why: string }
  | { kind: "bounded"; why: string };

const byPeople = (why: string): TableRule => ({ kind: "bounded", why });

/** The settings of a kind of resource stand in a table of its name. */
const settingsOfKinds = Object.fromEntries(
  resourceKindNames.map((name): [string, TableRule] => [
    name,
    { kind: "follows", table: "resource", why: "a row a resource of its kind" },
  ]),
);

export const tableRules: Record<string, TableRule> = {
  delivery: { kind: "kept", by: "deliveries" },
  notification: { kind: "kept", by: "notifications" },
  deployment: { kind: "kept", by: "deployments" },
  deployment_target: { kind: "follows", table: "deployment", why: "a row a server that it went to" },
  audit: { kind: "kept", by: "audit" },
  audit_chain: {
    kind: "follows",
    table: "audit",
    why: "one row a team; it goes with the last entry of a team that is gone",
  },
  bulk: { kind: "kept", by: "deployments" },
  bulk_member: { kind: "follows", table: "bulk", why: "a row a resource that it was asked of" },
  job: { kind: "kept", by: "jobs" },
  log_chunk: { kind: "kept", by: "logs" },
  step: { kind: "follows", table: "job", why: "the steps of a job go with it; the walk finds those that were left" },
  session: { kind: "ends", by: "credentials", why: "an ended or idle session goes at once" },
  verification: { kind: "ends", by: "credentials", why: "a reset link goes when it ends" },
  rate_window: { kind: "ends", by: "credentials", why: "a counter goes when its time ends" },
  enrolment: { kind: "ends", by: "credentials", why: "an enrolment stays visible for a month" },
  invitation: { kind: "ends", by: "credentials", why: "an invitation stays visible for a month" },
  api_token: {
    kind: "ends",
    by: "credentials",
    why: "a token that opens nothing any more stays visible for three months",
  },
  user: byPeople("a row a person"),
  account: { kind: "follows", table: "user", why: "a row for each way in which a person signs in" },
  team: byPeople("made by people"),
  member: { kind: "follows", table: "team", why: "a row a person and team" },
  project: byPeople("made by people"),
  environment: { kind: "follows", table: "project", why: "made by people" },
  resource: byPeople("made by people; its row goes when it is removed"),
  resource_target: { kind: "follows", table: "resource", why: "made by people; at most twenty a resource" },
  resource_tag: { kind: "follows", table: "resource", why: "made by people; at most twenty a resource" },
  forgotten: { kind: "ends", by: "forgotten", why: "a server that was given up is waited for a year" },
  ...settingsOfKinds,
  domain: { kind: "follows", table: "resource", why: "made by people" },
  volume: byPeople("made by people; one that was removed goes after a week in the trash"),
  file: { kind: "ends", by: "files", why: "one that no settings and no kept deployment name goes after a day" },
  variable: { kind: "follows", table: "resource", why: "made by people; one a name" },
  variable_reference: { kind: "follows", table: "variable", why: "made by people; at most a hundred a variable" },
  runner: byPeople("a row a runner that a person enrolled"),
  server: byPeople("a row a machine"),
  destination: { kind: "follows", table: "server", why: "made by people" },
  source: byPeople("made by people"),
  registry: byPeople("made by people"),
  channel: byPeople("made by people"),
  confirmed_address: {
    kind: "ends",
    by: "credentials",
    why: "one that nobody confirmed goes with its link, the others with the team",
  },
  instance_setting: { kind: "bounded", why: "one row a setting" },
};
