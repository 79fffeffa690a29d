import type { DestinationView, ServerView } from "../../api/types.ts";
import { isReady } from "../../servers/server-look.ts";

/** `suffix`: names below it lead to the server without a DNS record; null where there are none. */
export type DestinationOption = { value: string; label: string; suffix: string | null };

/** Where an application may run, servers that are ready first and then the oldest, so that the first choice is a usual one that works. */
export function destinationOptions(
  destinations: readonly DestinationView[],
  servers: readonly Pick<ServerView, "id" | "state" | "suffix">[],
): DestinationOption[] {
  const suffixes = new Map(servers.map(({ id, suffix }) => [id, suffix]));
  const ready = new Set(servers.filter(isReady).map(({ id }) => id));
  return destinations
    .toSorted((a, b) => Number(ready.has(b.serverId)) - Number(ready.has(a.serverId)) || a.createdAt - b.createdAt)
    .map(({ id, name, serverId, serverName }) => {
      const label = name === "default" ? serverName : `${serverName} / ${name}`;
      const suffix = suffixes.get(serverId) ?? null;
      return { value: id, label: ready.has(serverId) ? label : `${label} (not ready)`, suffix };
    });
}
