import { maxFileBytes } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { filePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { invalidField } from "../../rules/errors.ts";
import { base64Of, bytesOf, textIn } from "../../rules/file-content.ts";
import type { Actor } from "../../rules/permissions.ts";
import { spendVariables } from "../variables/pace-variables.ts";
import type { CreateFile } from "./files.schemas.ts";
import { getFileRow, insertFile } from "./files.store.ts";
import { toFileView } from "./to-file-view.ts";

/** Only kept: it is put somewhere by the settings that name it, and what none names goes after a day. */
export async function createFile(
  deps: Deps,
  actor: Actor,
  { resourceId, input }: { resourceId: string; input: CreateFile },
) {
  await allowOn(actor, "resource.configure", locateResource(deps.db, actor.teamId, resourceId));
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  const bytes = bytesOf(input);
  if (bytes.length > maxFileBytes)
    throw invalidField(
      input.text === undefined ? "base64" : "text",
      "is more than 5 MiB: mount a volume for files of this size",
    );
  await spendVariables(deps, teamId, { sizeBytes: bytes.length });
  const text = textIn(bytes);
  const id = ids.next("file");
  const now = clock.now();
  const box = await teamSecrets(deps, teamId);
  const content = await box.seal(filePlace(id), text ?? base64Of(bytes));
  const row = { id, teamId, resourceId, content, isText: text !== undefined, sizeBytes: bytes.length };
  await runBatch(db, [
    insertFile(db, { ...row, unusedSince: now, createdAt: now }),
    withinLimit("files", actor, deps),
    withinLimit("fileMiB", actor, deps),
    auditStatement(deps, actor, { action: "file.create", target: id, detail: { resourceId, sizeBytes: bytes.length } }),
  ]);
  return toFileView(await getFileRow(db, { teamId, resourceId }, id));
}
