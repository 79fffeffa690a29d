import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { ServerView } from "./servers.schemas.ts";
import { getServer as getRow, loadServerExtras } from "./servers.store.ts";
import { toServerView } from "./to-server-view.ts";

export async function getServer(
  { db, clock }: Pick<Deps, "db" | "clock">,
  actor: Actor,
  { id }: { id: string },
): Promise<ServerView> {
  const row = await allowOn(actor, "server.view", getRow(db, actor.teamId, id));
  const extras = await loadServerExtras(db, actor.teamId, [id]);
  return toServerView(row, { extras, now: clock.now() });
}
