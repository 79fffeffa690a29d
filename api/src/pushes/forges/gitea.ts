// pure

import * as v from "valibot";
import { ignored } from "../../rules/push-event.ts";
import type { ForgeReader } from "./forge-reader.ts";
import { verifyHex } from "./hmac.ts";
import { forgeId, ListedCommit, list, onePush, pathsOf, text, toHead, unreadable } from "./payload.ts";
import { hexProof } from "./proof.ts";

const Push = v.object({
  ref: v.string(),
  before: text,
  after: text,
  commits: list(ListedCommit),
  total_commits: v.nullish(v.number()),
  head_commit: v.nullish(ListedCommit),
  repository: v.object({ id: forgeId, full_name: v.string() }),
});
const Deleted = v.object({ ref: v.string(), ref_type: v.nullish(v.string(), "branch") });

/** Gitea and Forgejo; the latter repeats the headers under its own name. */
const header = (headers: Headers, name: string) => headers.get(`x-gitea-${name}`) ?? headers.get(`x-forgejo-${name}`);

/**
 * Gitea signs the JSON, also when it sends that as the one field of a form. A body with anything beside the field is what no Gitea
 * sends, and is judged as it stands.
 */
function signedBytes(headers: Headers, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (!headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) return bytes;
  const body = new TextDecoder().decode(bytes);
  if (!body.startsWith("payload=") || body.includes("&")) return bytes;
  return new TextEncoder().encode(new URLSearchParams(body).get("payload") ?? "");
}

export const gitea: ForgeReader = {
  isGenuine: ({ headers, bytes }, secret) =>
    verifyHex(secret, { header: header(headers, "signature"), prefix: "", bytes: signedBytes(headers, bytes) }),
  asks: ({ headers }, secret) => hexProof(secret, { header: header(headers, "signature"), prefix: "" }),
  identify: (headers) => ({ event: header(headers, "event") ?? "", deliveryKey: header(headers, "delivery") }),
  read(event, payload) {
    if (event === "delete") {
      const { ref, ref_type } = v.parse(v.fallback(Deleted, { ref: "?", ref_type: "ref" }), payload);
      return ignored(`The ${ref_type} ${ref} was deleted. Nothing to deploy.`);
    }
    if (event !== "push") return ignored(`Event "${event}" never deploys; only pushes do.`);
    const parsed = v.safeParse(Push, payload);
    if (!parsed.success) return unreadable(event, parsed.issues);
    const { ref, before, after, commits, head_commit, repository } = parsed.output;
    const total = parsed.output.total_commits ?? commits.length;
    return onePush({
      ref,
      before,
      after,
      repository: { fullName: repository.full_name, forgeId: repository.id },
      // Gitea does not tell.
      isForced: false,
      head: toHead(head_commit ?? commits.find((commit) => commit.id === after)),
      commitCount: total,
      changedPaths: commits.length > 0 && total <= commits.length && !/^0+$/.test(before) ? pathsOf(commits) : null,
    });
  },
};
