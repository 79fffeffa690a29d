import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { filePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { spendVariables } from "../variables/pace-variables.ts";
import { getFileRow } from "./files.store.ts";
import { toFileView } from "./to-file-view.ts";

/** Shows what is in one. The audit row is written first: a file may hold secrets, and none leaves unrecorded. */
export async function readFile(
  deps: Deps,
  actor: Actor,
  { resourceId, file: id }: { resourceId: string; file: string },
) {
  await allowOn(actor, "value.secrets", locateResource(deps.db, actor.teamId, resourceId));
  const { teamId } = actor;
  const row = await getFileRow(deps.db, { teamId, resourceId }, id);
  await spendVariables(deps, teamId, { sizeBytes: row.sizeBytes });
  const detail = { resourceId };
  await runBatch(deps.db, [auditStatement(deps, actor, { action: "file.reveal", target: id, detail })]);
  const box = await teamSecrets(deps, teamId);
  const content = await box.open(filePlace(id), row.content);
  return { ...toFileView(row), text: row.isText ? content : null, base64: row.isText ? null : content };
}
