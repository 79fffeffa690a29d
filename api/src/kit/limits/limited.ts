// pure

import type { LimitKind } from "../../rules/limits.ts";

/** Kinds whose rows are counted in the batch that makes one more. */
export type CountedKind = Extract<
  LimitKind,
  | "teams"
  | "members"
  | "tokens"
  | "projects"
  | "environments"
  | "applications"
  | "tags"
  | "domains"
  | "volumes"
  | "servers"
  | "runners"
  | "enrolments"
  | "sources"
  | "registries"
  | "channels"
  | "queuedJobs"
  | "bulks"
  | "variableMiB"
  | "files"
  | "fileMiB"
>;

/**
 * A condition of a batch that makes rows: with them, there are no more than there may be. It is judged within the batch, so two that
 * come at once cannot both pass.
 */
export class Limited {
  readonly kind: CountedKind;
  /** Id of the team; of the person for `teams`. */
  readonly subject: string;
  readonly now: number;
  constructor(kind: CountedKind, { subject, now }: { subject: string; now: number }) {
    this.kind = kind;
    this.subject = subject;
    this.now = now;
  }
}

export const withinLimit = (
  kind: CountedKind,
  { teamId }: { teamId: string },
  { clock }: { clock: { now(): number } },
): Limited => new Limited(kind, { subject: teamId, now: clock.now() });
