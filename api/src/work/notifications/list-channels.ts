import type { Deps } from "../../kit/deps.ts";
import { type PageQuery, toPage } from "../../kit/http/page.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { listChannelRows } from "./notifications.store.ts";
import { toChannelView } from "./to-channel-view.ts";

export async function listChannels(deps: Deps, actor: Actor, page: PageQuery) {
  allowInTeam(actor, "channel.view");
  const { items, nextCursor } = toPage(await listChannelRows(deps.db, actor.teamId, page), page.limit, (row) => row);
  return { items: await Promise.all(items.map((row) => toChannelView(deps, row))), nextCursor };
}
