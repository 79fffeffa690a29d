import { createHmac } from "node:crypto";
import { Webhooks } from "@octokit/webhooks";

export const shaOf = (letter: string) => letter.repeat(40);
export const noCommit = "0".repeat(40);

export type PushGiven = {
  ref?: string;
  before?: string;
  after?: string;
  message?: string;
  repository?: string;
  repositoryId?: number;
  forced?: boolean;
  paths?: string[];
};

/** A push as GitHub sends it, reduced to what is read. */
export function githubPush(given: PushGiven = {}): string {
  const after = given.after ?? shaOf("b");
  const isGone = after === noCommit;
  const commit = {
    id: after,
    message: given.message ?? "Make it faster",
    author: { name: "Ada" },
    added: [],
    modified: given.paths ?? ["src/app.ts"],
    removed: [],
  };
  return JSON.stringify({
    ref: given.ref ?? "refs/heads/main",
    before: given.before ?? shaOf("a"),
    after,
    created: given.before === noCommit,
    deleted: isGone,
    forced: given.forced ?? false,
    commits: isGone ? [] : [commit],
    head_commit: isGone ? null : commit,
    repository: { id: given.repositoryId ?? 7, full_name: given.repository ?? "Ada/Shop" },
  });
}

export const hexHmac = (secret: string, body: string | Uint8Array) =>
  createHmac("sha256", secret).update(body).digest("hex");

export async function githubHeaders(body: string, given: { secret: string; event?: string; id?: string }) {
  return {
    "content-type": "application/json",
    "x-github-event": given.event ?? "push",
    "x-github-delivery": given.id ?? crypto.randomUUID(),
    "x-hub-signature-256": await new Webhooks({ secret: given.secret }).sign(body),
  };
}

/** A body as it arrives when its length is told. */
export const arriving = (bytes: Uint8Array<ArrayBuffer>) => ({ stated: bytes.length, open: async () => bytes });
