import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getChannelRow, listNotificationRows } from "./notifications.store.ts";

/** What was sent through a channel, the newest first. */
export async function listNotifications(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { id, ...page }: PageQuery & { id: string },
) {
  await allowOn(actor, "channel.view", getChannelRow(db, actor.teamId, id));
  return listNotificationRows(db, actor.teamId, { channelId: id, ...page });
}
