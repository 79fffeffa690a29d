import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getChannelRow } from "./notifications.store.ts";
import { toChannelView } from "./to-channel-view.ts";

export async function getChannel(deps: Deps, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "channel.view", getChannelRow(deps.db, actor.teamId, id));
  return toChannelView(deps, row);
}
