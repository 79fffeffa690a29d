import { createHmac, randomUUID } from "node:crypto";
import { noCommit, type Push, type PushedCommit } from "../forge/push.ts";
import {
  type Delivery,
  type DeliveryOptions,
  isTag,
  type JsonObject,
  nameOf,
  numberOf,
  objectIn,
  ownerOf,
  readPayload,
  webUrl,
} from "./delivery.ts";

export interface GitlabDeliveryOptions extends DeliveryOptions {
  /** With it (`whsec_…`) the delivery is signed as Standard Webhooks are, and the plain secret is not sent. */
  signingToken?: string;
  /** Seconds since 1970 for the signature. Default: now. */
  timestampS?: number;
}

/** A tag is an event of its own for GitLab; a deleted branch is a push to nowhere. */
export function renderGitlabPush(options: GitlabDeliveryOptions): Delivery {
  const { push, deliveryId } = options;
  const kind = isTag(push) ? "tag_push" : "push";
  const payload = {
    ...readPayload("gitlab-push.json"),
    object_kind: kind,
    event_name: kind,
    before: push.before,
    after: push.after,
    ref: push.ref,
    checkout_sha: push.after === noCommit ? null : push.after,
    project_id: numberOf(push.repository.fullName),
    project: renderProject(push),
    repository: renderRepository(push),
    // GitLab lists at most twenty and tells the true number beside them.
    commits: push.commits.slice(-20).map((commit) => renderCommit(push, commit)),
    total_commits_count: push.commits.length,
  };
  const body = JSON.stringify(payload);
  const headers = {
    "content-type": "application/json",
    "user-agent": "GitLab/18.6.0",
    "idempotency-key": deliveryId,
    "x-gitlab-event": isTag(push) ? "Tag Push Hook" : "Push Hook",
    "x-gitlab-webhook-uuid": randomUUID(),
    "x-gitlab-event-uuid": randomUUID(),
    "x-gitlab-instance": new URL(push.repository.httpsUrl).origin,
  };
  return { body, headers: { ...headers, ...authenticate(body, options) } };
}

function authenticate(body: string, options: GitlabDeliveryOptions): Record<string, string> {
  const { secret, signingToken, deliveryId, timestampS = Math.floor(Date.now() / 1000) } = options;
  if (signingToken === undefined) return { "x-gitlab-token": secret };
  const key = Buffer.from(signingToken.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${deliveryId}.${timestampS}.${body}`).digest("base64");
  return {
    "webhook-id": deliveryId,
    "webhook-timestamp": String(timestampS),
    "webhook-signature": `v1,${signature}`,
  };
}

function renderProject(push: Push): JsonObject {
  const { httpsUrl, sshUrl, fullName } = push.repository;
  return {
    ...objectIn(readPayload("gitlab-push.json"), "project"),
    id: numberOf(fullName),
    name: nameOf(push),
    namespace: ownerOf(push),
    path_with_namespace: fullName,
    web_url: webUrl(push),
    homepage: webUrl(push),
    git_ssh_url: sshUrl,
    ssh_url: sshUrl,
    url: sshUrl,
    git_http_url: httpsUrl,
    http_url: httpsUrl,
  };
}

function renderRepository(push: Push): JsonObject {
  const { httpsUrl, sshUrl } = push.repository;
  const shown = objectIn(readPayload("gitlab-push.json"), "repository");
  const urls = { url: sshUrl, homepage: webUrl(push), git_http_url: httpsUrl, git_ssh_url: sshUrl };
  return { ...shown, ...urls, name: nameOf(push) };
}

function renderCommit(push: Push, commit: PushedCommit): JsonObject {
  return { ...commit, title: commit.message.split("\n")[0], url: `${webUrl(push)}/-/commit/${commit.id}` };
}
