import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { settingsPlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { invalidField } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { askAddresses, trustAddresses } from "./ask-addresses.ts";
import { checkTarget, type StoredSettings } from "./channel-settings.ts";
import type { ChannelSettings, UpdateChannel } from "./notifications.schemas.ts";
import { type ChannelRow, getChannelRow, saveChannel } from "./notifications.store.ts";
import { findSettings, openSettings } from "./to-channel-view.ts";

/** The secret of a webhook stays when its address changes; rotating it is a verb of its own. */
async function merge(deps: Deps, row: ChannelRow, settings: ChannelSettings): Promise<StoredSettings> {
  if (settings.kind !== row.kind)
    throw invalidField("settings.kind", `this channel is of the kind ${row.kind}; add another channel instead`);
  checkTarget(settings, deps.config);
  if (settings.kind !== "webhook") return settings;
  const before = await openSettings(deps, row);
  return { ...settings, secret: before.kind === "webhook" ? before.secret : "" };
}

const knownAddresses = async (deps: Deps, row: ChannelRow): Promise<string[]> => {
  const before = await findSettings(deps, row);
  return before?.kind === "email" ? before.addresses : [];
};

/** What a channel of an earlier version told to before, it may go on telling to. */
const trusting = async (deps: Deps, row: ChannelRow) =>
  row.asksAddresses ? [] : trustAddresses(deps, { teamId: row.teamId, addresses: await knownAddresses(deps, row) });

export async function updateChannel(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateChannel }) {
  const row = await allowOn(actor, "channel.configure", getChannelRow(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const { settings, revision, ...plain } = set;
  const box = await teamSecrets(deps, actor.teamId);
  const sealed = settings && (await box.seal(settingsPlace(id), JSON.stringify(await merge(deps, row, settings))));
  const change = {
    ...plain,
    ...(sealed ? { settings: sealed, lastError: null, asksAddresses: true } : {}),
    updatedAt: clock.now(),
  };
  const trusted = settings?.kind === "email" ? await trusting(deps, row) : [];
  const kept = trusted.length > 0 ? await knownAddresses(deps, row) : [];
  const added = settings?.kind === "email" ? settings.addresses.filter((each) => !kept.includes(each)) : [];
  const asked = await askAddresses(deps, { teamId: actor.teamId, addresses: added });
  const fields = Object.keys(set).filter((key) => key !== "revision");
  await saveBatch(db, {
    save: saveChannel(db, actor.teamId, { id, revision, set: change }),
    alongside: [
      ...trusted,
      ...asked.statements,
      auditStatement(deps, actor, { action: "channel.update", target: id, detail: { fields: fields.join(", ") } }),
    ],
  });
  asked.send();
}
