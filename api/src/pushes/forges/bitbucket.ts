// pure

import * as v from "valibot";
import { commitOrNull, headCommit, ignored, type PushEvent, pushes } from "../../rules/push-event.ts";
import type { ForgeReader } from "./forge-reader.ts";
import { verifyHex } from "./hmac.ts";
import { flag, list, text, unreadable } from "./payload.ts";
import { hexProof } from "./proof.ts";

// allow one-commit: as Bitbucket spells it; headCommit makes ours of it before anything else sees it
const Target = v.object({
  hash: v.string(),
  message: text,
  author: v.nullish(v.object({ raw: text })),
});
const Ref = v.nullish(v.object({ type: text, name: v.string(), target: v.nullish(Target) }));
const Change = v.object({ new: Ref, old: Ref, forced: flag, commits: list(v.object({ hash: v.string() })) });
const Push = v.object({
  push: v.object({ changes: list(Change) }),
  repository: v.object({ uuid: v.nullish(v.string()), full_name: v.string() }),
});
type Push = v.InferOutput<typeof Push>;

export const bitbucket: ForgeReader = {
  isGenuine: ({ headers, bytes }, secret) =>
    verifyHex(secret, { header: headers.get("x-hub-signature"), prefix: "sha256=", bytes }),
  asks: ({ headers }, secret) => hexProof(secret, { header: headers.get("x-hub-signature"), prefix: "sha256=" }),
  identify: (headers) => ({
    event: headers.get("x-event-key") ?? "",
    deliveryKey: headers.get("x-request-uuid"),
  }),
  read(event, payload) {
    if (event === "diagnostics:ping") return ignored("Bitbucket asked whether this address answers. It does.");
    if (event !== "repo:push") return ignored(`Event "${event}" never deploys; only pushes do.`);
    const parsed = v.safeParse(Push, payload);
    if (!parsed.success) return unreadable(event, parsed.issues);
    const { push, repository } = parsed.output;
    if (push.changes.length === 0) return ignored("The push moved no branch.");
    return pushes(push.changes.flatMap((change) => toPush(change, repository)));
  },
};

function toPush(change: Push["push"]["changes"][number], repository: Push["repository"]): PushEvent[] {
  const named = change.new ?? change.old;
  if (!named) return [];
  const target = change.new?.target;
  return [
    {
      repository: {
        fullName: repository.full_name.toLowerCase(),
        written: repository.full_name,
        forgeId: repository.uuid ?? null,
      },
      refKind: named.type === "tag" ? "tag" : "branch",
      ref: named.name,
      before: commitOrNull(change.old?.target?.hash),
      after: commitOrNull(target?.hash),
      isForced: change.forced,
      headCommit: target
        ? headCommit({ sha: target.hash, message: target.message, author: authorName(target.author?.raw ?? "") })
        : null,
      commitCount: change.commits.length,
      // Bitbucket tells no file names.
      changedPaths: null,
    },
  ];
}

/** `Ada Pusher <ada@example.com>` without the address. */
function authorName(raw: string): string {
  const name = raw.trimEnd();
  const at = name.endsWith(">") ? name.lastIndexOf("<") : -1;
  return at === -1 ? raw : name.slice(0, at).trimEnd();
}
