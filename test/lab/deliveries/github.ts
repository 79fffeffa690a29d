import { createRequire } from "node:module";
import { noCommit, type Push, type PushedCommit } from "../forge/push.ts";
import {
  type Delivery,
  type DeliveryOptions,
  hmacHex,
  isObject,
  type JsonObject,
  nameOf,
  numberOf,
  objectIn,
  ownerOf,
  webUrl,
} from "./delivery.ts";

const require = createRequire(import.meta.url);

/** GitHub's own example of a push, with the repository, ref and commits of this one. */
export function renderGithubPush({ secret, push, deliveryId }: DeliveryOptions): Delivery {
  const example = findExample("push");
  const commits = push.commits.map((commit) => renderCommit(push, commit));
  const payload = {
    ...renamed(example, push),
    ref: push.ref,
    before: push.before,
    after: push.after,
    created: push.before === noCommit,
    deleted: push.after === noCommit,
    forced: push.isForced,
    base_ref: null,
    compare: `${webUrl(push)}/compare/${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`,
    commits,
    head_commit: push.after === noCommit ? null : (commits.at(-1) ?? null),
    repository: renderRepository(example, push),
    pusher: { name: "ada", email: "ada@lab.test" },
  };
  return sign({ event: "push", payload, secret, deliveryId });
}

/** What GitHub sends first when a webhook is set up. */
export function renderGithubPing({ secret, push, deliveryId }: DeliveryOptions): Delivery {
  const example = findExample("ping");
  const payload = { ...renamed(example, push), repository: renderRepository(example, push) };
  return sign({ event: "ping", payload, secret, deliveryId });
}

/** An event that a deployment never follows from: somebody opened an issue. */
export function renderGithubIssue({ secret, push, deliveryId }: DeliveryOptions): Delivery {
  const example = findExample("issues");
  const payload = { ...renamed(example, push), repository: renderRepository(example, push) };
  return sign({ event: "issues", payload, secret, deliveryId });
}

interface Unsigned {
  event: string;
  payload: JsonObject;
  secret: string;
  deliveryId: string;
}

function sign({ event, payload, secret, deliveryId }: Unsigned): Delivery {
  const body = JSON.stringify(payload);
  return {
    body,
    headers: {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/044aadd",
      "x-github-delivery": deliveryId,
      "x-github-event": event,
      "x-github-hook-id": "109948940",
      "x-github-hook-installation-target-type": "repository",
      "x-hub-signature": `sha1=${hmacHex(body, { secret, algorithm: "sha1" })}`,
      "x-hub-signature-256": `sha256=${hmacHex(body, { secret })}`,
    },
  };
}

function findExample(event: string): JsonObject {
  const published: unknown = require("@octokit/webhooks-examples");
  const entry = Array.isArray(published) ? published.find((one) => isObject(one) && one.name === event) : undefined;
  const examples: unknown = isObject(entry) ? entry.examples : undefined;
  const [example]: unknown[] = Array.isArray(examples) ? examples : [];
  if (!isObject(example)) throw new Error(`@octokit/webhooks-examples has no example of ${event}`);
  return example;
}

/** The example names its repository in some forty addresses and its owner in a dozen. */
function renamed(example: JsonObject, push: Push): JsonObject {
  const text = JSON.stringify(example).replaceAll("Codertocat/Hello-World", push.repository.fullName);
  return JSON.parse(text.replaceAll("Codertocat", ownerOf(push)));
}

function renderRepository(example: JsonObject, push: Push): JsonObject {
  const { repository } = push;
  const shown = objectIn(renamed(example, push), "repository");
  const owner = { ...objectIn(shown, "owner"), name: ownerOf(push), login: ownerOf(push) };
  return {
    ...shown,
    id: numberOf(repository.fullName),
    name: nameOf(push),
    full_name: repository.fullName,
    private: !repository.isPublic,
    owner,
    html_url: webUrl(push),
    url: webUrl(push),
    clone_url: repository.httpsUrl,
    ssh_url: repository.sshUrl,
    git_url: repository.httpUrl,
    default_branch: "main",
    master_branch: "main",
  };
}

function renderCommit(push: Push, { id, message, timestamp, author, ...files }: PushedCommit): JsonObject {
  const person = { ...author, username: "ada" };
  const url = `${webUrl(push)}/commit/${id}`;
  return { id, tree_id: id, distinct: true, message, timestamp, url, author: person, committer: person, ...files };
}
