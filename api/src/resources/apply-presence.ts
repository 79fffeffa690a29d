import type { Deps } from "../kit/deps.ts";
import { resourceEvent } from "../kit/events/resource-event.ts";
import { jsonRows } from "../kit/sql/json-rows.ts";
import { ifChanged, runBatchIf } from "../kit/write/if-changed.store.ts";
import { titleOf } from "../rules/resource-words.ts";
import type { NotificationContent } from "../work/notifications/notifications.schemas.ts";
import { notificationStatements } from "../work/notifications/notify.ts";
import { sendDue } from "../work/notifications/send-due.ts";
import { listChangedPresence, type Presence, setPresence } from "./presence.store.ts";
import { followState } from "./state.store.ts";

type Look = { server: { id: string; name: string }; missing: readonly string[]; askedAt: number };

/**
 * What a look at a server found of the applications that should be there. One that is gone is told once, with the moment it was
 * noticed; where nothing changed nothing is written.
 */
export async function applyPresence(deps: Deps, { server, missing, askedAt }: Look): Promise<void> {
  const { db, clock, hub } = deps;
  let isTold = false;
  for (const found of await listChangedPresence(db, { serverId: server.id, missing: jsonRows(missing) })) {
    const to = found.state === "running" ? "gone" : "running";
    const now = clock.now();
    const { id, teamId } = found;
    const news =
      to === "gone"
        ? await notificationStatements(deps, {
            teamId,
            event: "application.gone",
            subjectId: `${id}@${now}`,
            content: goneNews(found, server),
          })
        : [];
    const isChanged = await runBatchIf(db, [
      setPresence(db, { id, serverId: server.id, to, now, askedAt }),
      ifChanged(db),
      followState(db, id, now),
      ...news,
    ]);
    if (!isChanged) continue;
    isTold ||= news.length > 0;
    hub.publish(teamId, resourceEvent(id, to));
  }
  if (isTold) deps.background(() => sendDue(deps));
}

const goneNews = ({ id, name, active }: Presence, server: Look["server"]): NotificationContent => ({
  title: `${titleOf(id)} ${name} is gone from ${server.name}`,
  sentence: `It should run as deployment #${active}, but its server has no container of it any more: somebody removed it there.`,
  nextAction: "Deploy it again, or stop it if it should not run.",
  facts: [
    { label: titleOf(id), value: name },
    { label: "Server", value: server.name },
  ],
  evidence: [],
  path: `/applications/${id}`,
  ids: { application: id, server: server.id },
});
