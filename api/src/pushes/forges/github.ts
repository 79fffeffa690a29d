// pure

import { Buffer, isUtf8 } from "node:buffer";
import type { EmitterWebhookEvent, EmitterWebhookEventName } from "@octokit/webhooks";
import * as v from "valibot";
import { ignored } from "../../rules/push-event.ts";
import type { ForgeReader } from "./forge-reader.ts";
import { isMac } from "./hmac.ts";
import { flag, forgeId, ListedCommit, list, onePush, pathsOf, takes, text, toHead, unreadable } from "./payload.ts";
import { hexProof } from "./proof.ts";

const push = "push" satisfies EmitterWebhookEventName;
const ping = "ping" satisfies EmitterWebhookEventName;

const Push = takes<EmitterWebhookEvent<typeof push>["payload"]>()(
  v.object({
    ref: v.string(),
    before: text,
    after: text,
    created: flag,
    forced: flag,
    commits: list(ListedCommit),
    head_commit: v.nullish(ListedCommit),
    repository: v.object({ id: forgeId, full_name: v.string() }),
  }),
);

/** GitHub lists at most this many commits; beyond it changed paths are missing. */
const maxListed = 2_048;

export const github: ForgeReader = {
  isGenuine({ headers, bytes }, secret) {
    const signature = headers.get("x-hub-signature-256") ?? "";
    // `Buffer` takes any text for hex and leaves out what is none.
    if (secret === "" || bytes.length === 0 || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
    // GitHub signs text: bytes that are no UTF-8 have no text that stands for them.
    return isUtf8(bytes) && isMac(secret, { mac: Buffer.from(signature.slice("sha256=".length), "hex"), bytes });
  },
  asks: ({ headers }, secret) => hexProof(secret, { header: headers.get("x-hub-signature-256"), prefix: "sha256=" }),
  identify: (headers) => ({
    event: headers.get("x-github-event") ?? "",
    deliveryKey: headers.get("x-github-delivery"),
  }),
  read(event, payload) {
    if (event === ping) return ignored("GitHub asked whether this address answers. It does.");
    if (event !== push) return ignored(`Event "${event}" never deploys; only pushes do.`);
    const parsed = v.safeParse(Push, payload);
    if (!parsed.success) return unreadable(event, parsed.issues);
    const { ref, before, after, created, forced, commits, head_commit, repository } = parsed.output;
    const isListed = !created && commits.length < maxListed;
    return onePush({
      ref,
      before,
      after,
      repository: { fullName: repository.full_name, forgeId: repository.id },
      isForced: forced,
      head: toHead(head_commit),
      commitCount: commits.length,
      changedPaths: isListed && commits.length > 0 ? pathsOf(commits) : null,
    });
  },
};
