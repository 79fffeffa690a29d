import { noCommit, type Push, type PushedCommit } from "../forge/push.ts";
import {
  type Delivery,
  type DeliveryOptions,
  hmacHex,
  isTag,
  type JsonObject,
  nameOf,
  objectIn,
  ownerOf,
  readPayload,
  shortRef,
  webUrl,
} from "./delivery.ts";

export interface BitbucketDeliveryOptions extends DeliveryOptions {
  /** Other refs that the same `git push` moved: Bitbucket tells of all of them in one delivery. */
  alsoPushed?: readonly Push[];
}

export function renderBitbucketPush({ secret, push, deliveryId, alsoPushed = [] }: BitbucketDeliveryOptions): Delivery {
  const payload = {
    ...readPayload("bitbucket-push.json"),
    push: { changes: [push, ...alsoPushed].map(renderChange) },
    repository: renderRepository(push),
  };
  const body = JSON.stringify(payload);
  return {
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "Bitbucket-Webhooks/2.0",
      "x-event-key": "repo:push",
      "x-hook-uuid": "{9f3a3d0c-3d1f-4d0a-8a5f-0d0d5d0f6c11}",
      "x-request-uuid": deliveryId,
      "x-attempt-number": "1",
      "x-hub-signature": `sha256=${hmacHex(body, { secret })}`,
    },
  };
}

/** Names no address to clone from: what a repository is called is all there is to match it by. */
function renderRepository(push: Push): JsonObject {
  const shown = objectIn(readPayload("bitbucket-push.json"), "repository");
  const { fullName, isPublic } = push.repository;
  const api = `https://api.bitbucket.org/2.0/repositories/${fullName}`;
  return {
    ...shown,
    full_name: fullName,
    name: nameOf(push),
    is_private: !isPublic,
    links: { ...objectIn(shown, "links"), self: { href: api }, html: { href: webUrl(push) } },
    owner: { ...objectIn(shown, "owner"), username: ownerOf(push) },
    workspace: { ...objectIn(shown, "workspace"), slug: ownerOf(push) },
  };
}

function renderChange(push: Push): JsonObject {
  return {
    old: renderRef(push, push.before),
    new: renderRef(push, push.after),
    created: push.before === noCommit,
    closed: push.after === noCommit,
    forced: push.isForced,
    truncated: push.commits.length > 5,
    links: { html: { href: `${webUrl(push)}/branches/compare/${push.after}..${push.before}` } },
    // Newest first, and never more than five.
    commits: push.commits
      .toReversed()
      .slice(0, 5)
      .map((commit) => renderCommit(push, commit)),
  };
}

function renderRef(push: Push, hash: string): JsonObject | null {
  if (hash === noCommit) return null;
  const commit = push.commits.find(({ id }) => id === hash);
  const target = commit === undefined ? { type: "commit", hash, parents: [] } : renderCommit(push, commit);
  const links = { html: { href: `${webUrl(push)}/branch/${shortRef(push)}` } };
  return { type: isTag(push) ? "tag" : "branch", name: shortRef(push), target, links };
}

function renderCommit(push: Push, { id, message, timestamp, author }: PushedCommit): JsonObject {
  return {
    type: "commit",
    hash: id,
    message: `${message}\n`,
    date: timestamp,
    author: { type: "author", raw: `${author.name} <${author.email}>` },
    parents: [],
    links: { html: { href: `${webUrl(push)}/commits/${id}` } },
  };
}
