import * as v from "valibot";
import { commitOrNull, headCommit, ignored, type PushEvent, pushes } from "../../domain/push-event.ts";
import type { ForgeReader } from "./forge-reader.ts";
import { verifyHex } from "./hmac.ts";
import { unreadable } from "./payload.ts";

const Target = v.object({
  hash: v.string(),
  message: v.optional(v.nullable(v.string())),
  author: v.optional(v.nullable(v.object({ raw: v.optional(v.nullable(v.string())) }))),
});
const Ref = v.nullable(v.object({ type: v.string(), name: v.string(), target: v.optional(v.nullable(Target)) }));
const Change = v.object({
  new: v.optional(Ref, null),
  old: v.optional(Ref, null),
  forced: v.optional(v.nullable(v.boolean())),
  commits: v.optional(v.nullable(v.array(v.object({ hash: v.string() })))),
});
const Push = v.object({
  push: v.object({ changes: v.array(Change) }),
  repository: v.object({ uuid: v.optional(v.nullable(v.string())), full_name: v.string() }),
});
type Push = v.InferOutput<typeof Push>;

export const bitbucket: ForgeReader = {
  isGenuine: ({ headers, bytes }, secret) =>
    verifyHex(secret, { header: headers.get("x-hub-signature"), prefix: "sha256=", bytes }),
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
      isForced: change.forced === true,
      headCommit: target
        ? headCommit({ sha: target.hash, message: target.message ?? "", author: authorName(target.author?.raw ?? "") })
        : null,
      commitCount: change.commits?.length ?? 0,
      // Bitbucket tells no file names.
      changedPaths: null,
    },
  ];
}

/** `Ada Pusher <ada@example.com>` without the address. */
function authorName(raw: string): string {
  const text = raw.trimEnd();
  const at = text.endsWith(">") ? text.lastIndexOf("<") : -1;
  return at === -1 ? raw : text.slice(0, at).trimEnd();
}
