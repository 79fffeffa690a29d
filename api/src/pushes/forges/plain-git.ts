// pure

import * as v from "valibot";
import { headCommit, ignored } from "../../rules/push-event.ts";
import type { ForgeReader } from "./forge-reader.ts";
import { verifyHex } from "./hmac.ts";
import { onePush, unreadable } from "./payload.ts";
import { hexProof } from "./proof.ts";

/** What a `post-receive` hook or a script sends for a git server without webhooks of its own. */
const Push = v.object({
  repository: v.string(),
  ref: v.string(),
  before: v.optional(v.nullable(v.string())),
  after: v.string(),
  message: v.optional(v.nullable(v.string())),
  author: v.optional(v.nullable(v.string())),
});

export const plainGit: ForgeReader = {
  isGenuine: ({ headers, bytes }, secret) =>
    verifyHex(secret, { header: headers.get("x-fairlead-signature"), prefix: "sha256=", bytes }),
  asks: ({ headers }, secret) => hexProof(secret, { header: headers.get("x-fairlead-signature"), prefix: "sha256=" }),
  identify: (headers) => ({
    event: headers.get("x-fairlead-event") ?? "push",
    deliveryKey: headers.get("x-fairlead-delivery"),
  }),
  read(event, payload) {
    if (event === "ping") return ignored("A ping. This address answers.");
    if (event !== "push") return ignored(`Event "${event}" never deploys; only pushes do.`);
    const parsed = v.safeParse(Push, payload);
    if (!parsed.success) return unreadable(event, parsed.issues);
    const { repository, ref, before, after, message, author } = parsed.output;
    return onePush({
      ref,
      before,
      after,
      repository: { fullName: repository, forgeId: null },
      isForced: false,
      head: message == null ? null : headCommit({ sha: after, message, author: author ?? "" }),
      commitCount: 1,
      changedPaths: null,
    });
  },
};
