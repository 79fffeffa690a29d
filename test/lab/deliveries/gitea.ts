import { noCommit, type Push, type PushedCommit } from "../forge/push.ts";
import {
  type Delivery,
  type DeliveryOptions,
  hmacHex,
  isTag,
  type JsonObject,
  nameOf,
  numberOf,
  objectIn,
  ownerOf,
  readPayload,
  shortRef,
  webUrl,
} from "./delivery.ts";

/** Gitea tells of a deleted ref with an event of its own, not with a push. */
export function renderGiteaPush(options: DeliveryOptions): Delivery {
  const { push } = options;
  if (push.after === noCommit) return sign("delete", { ...options, payload: renderDelete(push) });
  const commits = push.commits.map((commit) => renderCommit(push, commit));
  const payload = {
    ...readPayload("gitea-push.json"),
    ref: push.ref,
    before: push.before,
    after: push.after,
    compare_url: `${webUrl(push)}/compare/${push.before}...${push.after}`,
    // Newest first.
    commits: commits.toReversed(),
    total_commits: commits.length,
    head_commit: commits.at(-1) ?? null,
    repository: renderRepository(push),
  };
  return sign("push", { ...options, payload });
}

/** Forgejo sends what Gitea sends and repeats the headers under its own name. */
export function renderForgejoPush(options: DeliveryOptions): Delivery {
  const { body, headers } = renderGiteaPush(options);
  const own = Object.entries(headers)
    .filter(([name]) => name.startsWith("x-gitea-"))
    .map(([name, value]) => [name.replace("gitea", "forgejo"), value]);
  return { body, headers: { ...headers, ...Object.fromEntries(own) } };
}

/** With the headers of GitHub and Gogs beside its own, for receivers made for those. */
function sign(event: string, { payload, secret, deliveryId }: DeliveryOptions & { payload: JsonObject }): Delivery {
  const body = JSON.stringify(payload);
  const sha256 = hmacHex(body, { secret });
  return {
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "Go-http-client/1.1",
      "x-gitea-delivery": deliveryId,
      "x-gitea-event": event,
      "x-gitea-event-type": event,
      "x-gitea-signature": sha256,
      "x-gogs-delivery": deliveryId,
      "x-gogs-event": event,
      "x-gogs-event-type": event,
      "x-gogs-signature": sha256,
      "x-github-delivery": deliveryId,
      "x-github-event": event,
      "x-github-event-type": event,
      "x-hub-signature": `sha1=${hmacHex(body, { secret, algorithm: "sha1" })}`,
      "x-hub-signature-256": `sha256=${sha256}`,
    },
  };
}

function renderDelete(push: Push): JsonObject {
  return {
    ...readPayload("gitea-delete.json"),
    ref: shortRef(push),
    ref_type: isTag(push) ? "tag" : "branch",
    repository: renderRepository(push),
    sender: objectIn(readPayload("gitea-push.json"), "sender"),
  };
}

function renderRepository(push: Push): JsonObject {
  const shown = objectIn(readPayload("gitea-push.json"), "repository");
  const { fullName, isPublic, httpsUrl, sshUrl } = push.repository;
  const owner = { ...objectIn(shown, "owner"), login: ownerOf(push), username: ownerOf(push) };
  return {
    ...shown,
    id: numberOf(fullName),
    owner,
    name: nameOf(push),
    full_name: fullName,
    private: !isPublic,
    html_url: webUrl(push),
    url: `${new URL(httpsUrl).origin}/api/v1/repos/${fullName}`,
    ssh_url: sshUrl,
    clone_url: httpsUrl,
  };
}

function renderCommit(push: Push, { id, message, timestamp, author, ...files }: PushedCommit): JsonObject {
  const person = { ...author, username: "ada" };
  const url = `${webUrl(push)}/commit/${id}`;
  return {
    id,
    message: `${message}\n`,
    url,
    author: person,
    committer: person,
    verification: null,
    timestamp,
    ...files,
  };
}
