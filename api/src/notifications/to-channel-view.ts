import type { Deps } from "../deps.ts";
import { teamSecrets } from "../secrets/team-secrets.ts";
import { hintOf, parseStoredSettings, type StoredSettings, settingsPlace } from "./channel-settings.ts";
import type { ChannelView } from "./notifications.schemas.ts";
import type { ChannelRow } from "./notifications.store.ts";

/** Opens the settings of one channel: to send, or to make the hint. They never leave the server. */
export async function openSettings(deps: Pick<Deps, "db" | "secrets">, row: ChannelRow): Promise<StoredSettings> {
  const box = await teamSecrets(deps, row.teamId);
  return parseStoredSettings(await box.open(settingsPlace(row.id), row.settings));
}

export async function toChannelView(deps: Pick<Deps, "db" | "secrets">, row: ChannelRow): Promise<ChannelView> {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    hint: hintOf(await openSettings(deps, row)),
    events: row.events,
    isEnabled: row.isEnabled,
    lastError: row.lastError,
    lastSentAt: row.lastSentAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
