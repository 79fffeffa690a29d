// pure

import * as v from "valibot";
import { ignored } from "../../rules/push-event.ts";
import type { Call, ForgeReader } from "./forge-reader.ts";
import { fromBase64, isSameText, verifyHmac } from "./hmac.ts";
import { forgeId, ListedCommit, list, onePush, pathsOf, text, toHead, unreadable } from "./payload.ts";
import type { Proof } from "./proof.ts";

const Push = v.object({
  ref: v.string(),
  before: text,
  after: text,
  project_id: forgeId,
  project: v.object({ id: forgeId, path_with_namespace: v.string() }),
  commits: list(ListedCommit),
  total_commits_count: v.nullish(v.number(), 0),
});

/** The hook of a whole instance says in the payload what the others say in their header. */
const SystemHook = v.object({ event_name: v.string() });
const pushHooks: readonly string[] = ["Push Hook", "Tag Push Hook"];
const systemPushes: readonly string[] = ["push", "tag_push"];

const encoder = new TextEncoder();
/** Standard Webhooks: a signature older or newer than this is a replay or a wrong clock. */
const toleranceMs = 5 * 60_000;

export const gitlab: ForgeReader = {
  isGenuine(call, secret) {
    if (secret === "") return false;
    // A signed call is judged by its signature alone: the plain token beside it would be the weaker proof.
    if (call.headers.has("webhook-signature")) return isSigned(call, secret);
    const token = call.headers.get("x-gitlab-token");
    return token !== null && token !== "" && isSameText(token, secret);
  },
  asks(call, secret) {
    if (secret === "") return false;
    if (call.headers.has("webhook-signature")) return proofsOf(call, secret);
    const token = call.headers.get("x-gitlab-token");
    return token !== null && token !== "" && isSameText(token, secret);
  },
  identify: (headers) => ({
    event: headers.get("x-gitlab-event") ?? "",
    // The idempotency key stays the same over retries, the event's id does not always.
    deliveryKey: headers.get("idempotency-key") ?? headers.get("webhook-id") ?? headers.get("x-gitlab-event-uuid"),
  }),
  read(event, payload) {
    const told = v.is(SystemHook, payload) ? payload.event_name : "";
    const isPush = event === "System Hook" ? systemPushes.includes(told) : pushHooks.includes(event);
    if (!isPush) return ignored(`Event "${event === "System Hook" ? told : event}" never deploys; only pushes do.`);
    const parsed = v.safeParse(Push, payload);
    if (!parsed.success) return unreadable(event, parsed.issues);
    const { ref, before, after, project, project_id, commits, total_commits_count } = parsed.output;
    const isListed = commits.length > 0 && total_commits_count <= commits.length;
    return onePush({
      ref,
      before,
      after,
      repository: { fullName: project.path_with_namespace, forgeId: project.id ?? project_id },
      // GitLab does not tell.
      isForced: false,
      head: toHead(commits.find((commit) => commit.id === after)),
      commitCount: total_commits_count,
      changedPaths: isListed && !/^0+$/.test(before) ? pathsOf(commits) : null,
    });
  },
};

/** `v1,<base64>` over `id.timestamp.body`; several signatures, parted by spaces, while a secret is being changed. */
function isSigned({ bytes, ...call }: Call, secret: string): boolean {
  for (const { key, head, mac } of proofsOf(call, secret)) {
    const signed = new Uint8Array(head.length + bytes.length);
    signed.set(head);
    signed.set(bytes, head.length);
    if (verifyHmac(key, { mac, bytes: signed })) return true;
  }
  return false;
}

function proofsOf({ headers, now }: Omit<Call, "bytes">, secret: string): Proof[] {
  const id = headers.get("webhook-id") ?? "";
  const timestamp = headers.get("webhook-timestamp") ?? "";
  if (id === "" || !/^[0-9]{1,12}$/.test(timestamp)) return [];
  if (Math.abs(now - Number(timestamp) * 1_000) > toleranceMs) return [];
  const head = encoder.encode(`${id}.${timestamp}.`);
  const macs = (headers.get("webhook-signature") ?? "").split(" ").slice(0, 5);
  return signingKeys(secret).flatMap((key) =>
    macs.flatMap((mac) => {
      const raw = mac.startsWith("v1,") ? fromBase64(mac.slice(3)) : null;
      return raw ? [{ key, head, mac: raw }] : [];
    }),
  );
}

/** `whsec_` is followed by the key in base64; a secret without it may be either form. */
function signingKeys(secret: string): Uint8Array<ArrayBuffer>[] {
  const decoded = fromBase64(secret.replace(/^whsec_/, ""));
  const keys = secret.startsWith("whsec_") ? [] : [encoder.encode(secret)];
  return decoded ? [decoded, ...keys] : keys;
}
