import type { Commit } from "@fairlead/runner/contract";

/** What any forge's webhook becomes. Names and ids are exactly the forge's; nothing here is trusted beyond "something moved". */
export type PushEvent = {
  repository: {
    /** `owner/name`, lower case. */
    fullName: string;
    /** The same as the forge writes it. */
    written: string;
    forgeId: string | null;
  };
  refKind: "branch" | "tag";
  /** Without `refs/heads/` or `refs/tags/`. */
  ref: string;
  /** null when the ref is new. */
  before: string | null;
  /** null when the ref was deleted. */
  after: string | null;
  isForced: boolean;
  headCommit: HeadCommit | null;
  commitCount: number;
  /** Every path that the listed commits touch; null when the forge does not tell, or not all. */
  changedPaths: string[] | null;
};

/** One delivery may move several refs (Bitbucket), or none that matter. */
export type ReadDelivery = { kind: "pushes"; pushes: PushEvent[] } | { kind: "ignored"; reason: string };

export const ignored = (reason: string): ReadDelivery => ({ kind: "ignored", reason });
export const pushes = (events: PushEvent[]): ReadDelivery => ({ kind: "pushes", pushes: events });

/** A forge tells the whole message, of which the subject is the first line. */
export type HeadCommit = Pick<Commit, "sha" | "author"> & { message: string };

/** More of a message or a name is shown nowhere, and whatever reads them reads no more than this. */
const longest = { message: 65_536, author: 300 };

export const headCommit = ({ sha, message, author }: HeadCommit): HeadCommit => ({
  sha,
  message: message.slice(0, longest.message),
  author: author.slice(0, longest.author),
});

const sha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const noCommit = /^0+$/;

/** Forges write "no commit" as zeros; anything that is not a commit id is no commit either. */
export const commitOrNull = (text: string | null | undefined): string | null =>
  text && sha.test(text) && !noCommit.test(text) ? text : null;

export function splitRef(ref: string): { refKind: "branch" | "tag"; ref: string } | null {
  if (ref.startsWith("refs/heads/")) return { refKind: "branch", ref: ref.slice("refs/heads/".length) };
  if (ref.startsWith("refs/tags/")) return { refKind: "tag", ref: ref.slice("refs/tags/".length) };
  return null;
}

const skipMarkers = /\[(?:skip[ -](?:ci|deploy)|(?:ci|deploy)[ -]skip|no[ -]ci)\]/i;
export const hasSkipMarker = (message: string) => skipMarkers.test(message);

/** First line of a commit message, short enough for a list. */
export const subjectOf = (message: string) => (message.split(/\r?\n/, 1)[0] ?? "").slice(0, 200);

/** Why a push never deploys, whichever application it meets; null when it may. */
export function whyIgnored(push: PushEvent): string | null {
  if (push.refKind === "tag") return `Tag ${push.ref} was pushed. Only branches deploy.`;
  if (push.after === null) return `Branch ${push.ref} was deleted. Nothing to deploy.`;
  if (push.after === push.before) return `The push moved nothing: ${push.ref} was at ${short(push.after)} before.`;
  return null;
}

export const short = (commit: string) => commit.slice(0, 7);
