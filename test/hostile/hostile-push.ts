import { deliverPush } from "../lab/deliver-push.ts";
import type { CommitOptions, Push } from "../lab/forge/push.ts";
import type { World, WorldApplication } from "../support/world.ts";

/** Commits what is given, on any branch and by any author, and calls the webhook as the forge would. */
export async function pushOf(
  { lab }: Pick<World, "lab">,
  application: WorldApplication,
  commit: CommitOptions,
): Promise<Push> {
  const { repository, source } = application;
  const push = await lab.forge.commitAndPush(repository, commit);
  const answer = await deliverPush({ url: source.webhookUrl, forge: source.forge, secret: source.secret, push });
  if (answer.status !== 202) throw new Error(`the webhook was answered ${answer.status}: ${answer.body}`);
  return push;
}
