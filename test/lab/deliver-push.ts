import { randomUUID } from "node:crypto";
import { renderBitbucketPush } from "./deliveries/bitbucket.ts";
import type { Delivery, DeliveryOptions } from "./deliveries/delivery.ts";
import { renderForgejoPush, renderGiteaPush } from "./deliveries/gitea.ts";
import { renderGithubPush } from "./deliveries/github.ts";
import { type GitlabDeliveryOptions, renderGitlabPush } from "./deliveries/gitlab.ts";
import type { Push } from "./forge/push.ts";

export const forgeKinds = ["github", "gitlab", "bitbucket", "gitea", "forgejo"] as const;
export type ForgeKind = (typeof forgeKinds)[number];

export interface PushDelivery extends Pick<GitlabDeliveryOptions, "signingToken"> {
  forge: ForgeKind;
  secret: string;
  push: Push;
  /** Default: a new one. The same id twice is what forges do on redelivery. */
  deliveryId?: string;
}

export interface DeliveryAnswer {
  status: number;
  body: string;
}

const renderers: Record<ForgeKind, (options: DeliveryOptions) => Delivery> = {
  github: renderGithubPush,
  gitlab: renderGitlabPush,
  bitbucket: renderBitbucketPush,
  gitea: renderGiteaPush,
  forgejo: renderForgejoPush,
};

/** The webhook call of a push as the forge would make it: its payload, headers and signature. */
export function renderPush({ forge, deliveryId = randomUUID(), ...options }: PushDelivery): Delivery {
  return renderers[forge]({ ...options, deliveryId });
}

export function deliverPush({ url, ...delivery }: PushDelivery & { url: string }): Promise<DeliveryAnswer> {
  return deliver(url, renderPush(delivery));
}

/** Sends a delivery that was rendered, or bent, before. */
export async function deliver(url: string, { headers, body }: Delivery): Promise<DeliveryAnswer> {
  const answer = await fetch(url, { method: "POST", headers, body });
  return { status: answer.status, body: await answer.text() };
}
