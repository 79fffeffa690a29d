import { readable } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import { settingsPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { conflict } from "../../rules/errors.ts";
import { judgeAddresses } from "./ask-addresses.ts";
import { hintOf, parseStoredSettings, type StoredSettings } from "./channel-settings.ts";
import type { ChannelView } from "./notifications.schemas.ts";
import type { ChannelRow } from "./notifications.store.ts";

export const damagedSettings = "The stored settings of this channel are damaged. Enter them again.";
const damagedEvents = "The stored list of events is damaged, so nothing is told here. Choose them again.";

/** Opens the settings of one channel: to send, or to make the hint. They never leave the server. */
export async function openSettings(deps: Pick<Deps, "db" | "secrets">, row: ChannelRow): Promise<StoredSettings> {
  const settings = await findSettings(deps, row);
  if (settings === null) throw conflict("channel.damaged", damagedSettings);
  return settings;
}

/** null: they do not open, or are not what they may be. Nothing but entering them again mends that. */
export async function findSettings(
  deps: Pick<Deps, "db" | "secrets">,
  row: Pick<ChannelRow, "id" | "teamId" | "settings">,
): Promise<StoredSettings | null> {
  const box = await teamSecrets(deps, row.teamId);
  try {
    return parseStoredSettings(await box.open(settingsPlace(row.id), row.settings));
  } catch {
    return null;
  }
}

type Shown = { row: ChannelRow; settings: StoredSettings | null };
async function countUnconfirmed(deps: Pick<Deps, "db" | "secrets">, { row, settings }: Shown): Promise<number> {
  if (settings?.kind !== "email" || !row.asksAddresses) return 0;
  return (await judgeAddresses(deps, { teamId: row.teamId, addresses: settings.addresses })).open.length;
}

export async function toChannelView(deps: Pick<Deps, "db" | "secrets">, row: ChannelRow): Promise<ChannelView> {
  const settings = await findSettings(deps, row);
  const damage = settings === null ? damagedSettings : readable(row.events, () => damagedEvents);
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    hint: settings === null ? "damaged" : hintOf(settings),
    unconfirmed: await countUnconfirmed(deps, { row, settings }),
    events: readable(row.events, () => []),
    isEnabled: row.isEnabled,
    lastError: typeof damage === "string" ? damage : row.lastError,
    lastSentAt: row.lastSentAt,
    revision: row.revision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
