import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { checkJob } from "./check-job.ts";
import { confirmSeenKey, getServerRow } from "./servers.store.ts";

const mismatch = (seen: string | null) =>
  conflict(
    "server.fingerprint_mismatch",
    seen
      ? `The server now shows ${seen}. Compare that one on its console before you confirm it.`
      : "No host key of this server waits for confirmation. Run a check first.",
  );

/** A person vouches for the key that was seen; from then on every connection must present exactly it. */
export async function confirmHostKey(
  deps: Deps,
  actor: Actor,
  { id, fingerprint }: { id: string; fingerprint: string },
): Promise<void> {
  const row = await allowOn(actor, "server.configure", getServerRow(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  if (row.seenFingerprint !== fingerprint) throw mismatch(row.seenFingerprint);
  const isConfirmed = await runBatchIf(db, [
    confirmSeenKey(db, actor.teamId, { id, fingerprint, now: clock.now() }),
    ifChanged(db),
    checkJob(deps, row),
    auditStatement(deps, actor, {
      action: "server.confirm_host_key",
      target: id,
      detail: { fingerprint, before: row.hostKeyFingerprint },
    }),
  ]);
  // A check that ran in this instant has seen yet another key.
  if (!isConfirmed) throw mismatch((await getServerRow(db, actor.teamId, id)).seenFingerprint);
  hub.wakeRunner(row.runnerId);
  hub.publish(actor.teamId, { type: "server", id, state: "pending" });
}
