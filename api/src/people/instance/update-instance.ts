import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { readLimits, writeLimit } from "../../kit/limits/limits.store.ts";
import { isFile } from "../../kit/sql/is-file.ts";
import { readFile } from "../../kit/sql/reclaim.store.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { type Limits, limitKinds, limitRules } from "../../rules/limits.ts";
import { type RetentionDays, retentionKinds, retentionRules } from "../../rules/retention.ts";
import type { InstanceView, UpdateInstance } from "./instance.schemas.ts";
import { raiseRevision, readAddressSuffix, readInstance, writeAddressSuffix, writeSignUps } from "./instance.store.ts";
import { readRetention, writeRetention } from "./settings.store.ts";

export async function readInstanceView({ db, config, mailer }: Deps): Promise<InstanceView> {
  const [{ signUps, revision }, addressSuffix] = await Promise.all([readInstance(db), readAddressSuffix(db)]);
  const { url, version, mailFrom } = config;
  return {
    url,
    version,
    revision,
    signUps,
    addressSuffix,
    mail: { isConfigured: mailer.isConfigured, from: mailFrom || null },
    retention: retentionView(await readRetention(db)),
    limits: limitsView(await readLimits(db)),
    file: isFile(db) ? await fileView(db) : null,
  };
}

const retentionView = (kept: RetentionDays) =>
  retentionKinds.map((kind) => {
    const { title, hint, days: usual, least } = retentionRules[kind];
    return { kind, title, hint, days: kept[kind], usual, least };
  });

const limitsView = (limits: Limits) =>
  limitKinds.map((kind) => {
    const { title, of, usual } = limitRules[kind];
    return { kind, title, of, value: limits[kind], usual };
  });

async function fileView(db: Deps["db"]) {
  const { pages, free, pageBytes, canShrink } = await readFile(db);
  return { sizeBytes: pages * pageBytes, freeBytes: free * pageBytes, canShrink };
}

export async function updateInstance(deps: Deps, person: Person, set: UpdateInstance): Promise<void> {
  const { db, clock } = deps;
  const now = clock.now();
  const by = { userId: person.userId, teamId: null, requestId: person.requestId };
  const { revision, signUps, addressSuffix, retention = {}, limits = {} } = set;
  const limited = limitKinds.flatMap((kind) => {
    const value = limits[kind];
    return value === undefined ? [] : [{ kind, value }];
  });
  const kept = retentionKinds.flatMap((kind) => {
    const days = retention[kind];
    return days === undefined ? [] : [{ kind, days }];
  });
  const detail = {
    ...(signUps && { signUps }),
    ...(addressSuffix !== undefined && { addressSuffix }),
    ...Object.fromEntries(limited.map(({ kind, value }) => [`limit.${kind}`, value])),
    ...Object.fromEntries(kept.map(({ kind, days }) => [`retention.${kind}`, days])),
  };
  await saveBatch(db, {
    save: raiseRevision(db, { revision, now }),
    alongside: [
      ...(signUps ? [writeSignUps(db, signUps, { now })] : []),
      ...(addressSuffix === undefined ? [] : [writeAddressSuffix(db, addressSuffix, { now })]),
      ...kept.map(({ kind, days }) => writeRetention(db, { kind, days, now })),
      ...limited.map(({ kind, value }) => writeLimit(db, { kind, value, now })),
      personAudit(deps, by, { action: "instance.update", target: null, detail }),
    ],
  });
  deps.paces.forget();
}
