import { personAudit } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import type { Person } from "../http/api-env.ts";
import { runBatch } from "../statement.ts";
import type { InstanceView, UpdateInstance } from "./instance.schemas.ts";
import { readInstance, writeSignUps } from "./instance.store.ts";

export async function readInstanceView({ db, config, mailer }: Deps): Promise<InstanceView> {
  const { signUps } = await readInstance(db);
  const { url, version, mailFrom } = config;
  return { url, version, signUps, mail: { isConfigured: mailer.isConfigured, from: mailFrom || null } };
}

export async function updateInstance(deps: Deps, person: Person, { signUps }: UpdateInstance): Promise<InstanceView> {
  const { db, clock } = deps;
  const by = { userId: person.userId, teamId: null, requestId: person.requestId };
  await runBatch(db, [
    writeSignUps(db, signUps, { now: clock.now() }),
    personAudit(deps, by, { action: "instance.update", target: null, detail: { signUps } }),
  ]);
  return readInstanceView(deps);
}
