import { allowOn } from "../../kit/access/allow-on.ts";
import { locateVariable } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { AppError, forbidden } from "../../rules/errors.ts";
import { type Actor, may } from "../../rules/permissions.ts";
import { resolverOf } from "../../rules/resolve-variable.ts";
import { isSecretWithin, reachedFrom } from "../../rules/variable-graph.ts";
import type { Asker } from "./asker.ts";
import { openVariable } from "./open-variable.ts";
import { spendVariables } from "./pace-variables.ts";
import { lookFrom } from "./to-variable-view.ts";
import { getVariableRow, type VariableRow } from "./variables.store.ts";

/** Shows one value. The audit row is written first: no value leaves unrecorded. */
export async function revealVariable(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "value.secrets", locateVariable(deps.db, actor.teamId, id));
  const row = await getVariableRow(deps.db, actor.teamId, id);
  if (row.isLocked)
    throw forbidden(
      "variable.locked",
      `${row.key} is locked: it is shown to nobody. Give it a new value if it is lost.`,
    );
  const detail = { resourceId: row.holderId, key: row.key };
  await runBatch(deps.db, [auditStatement(deps, actor, { action: "variable.reveal", target: id, detail })]);
  if (row.kind === "reference") return revealReference({ deps, actor }, row);
  const box = await teamSecrets(deps, actor.teamId);
  return { id, key: row.key, value: await openVariable(box, row), resolved: null, problem: null };
}

/** Its text is its own. What it becomes is told to whoever may read each part of it where that is kept. */
async function revealReference({ deps, actor }: Asker, row: VariableRow) {
  const { graph, names, typed, placeOf } = await lookFrom({ deps, actor }, row.holderId);
  const reached = reachedFrom(graph, [row]);
  await spendVariables(deps, actor.teamId, { sizeBytes: reached.reduce((sum, { value }) => sum + value.length, 0) });
  const box = await teamSecrets(deps, actor.teamId);
  const answer = { id: row.id, key: row.key, value: typed(await openVariable(box, row)) };
  const hidden = reached.some(
    (each) => each.isLocked || !may(actor, isSecretWithin(graph, each) ? "value.secrets" : "value.view", placeOf(each)),
  );
  if (hidden)
    return {
      ...answer,
      resolved: null,
      problem: "It holds what is locked, or what you may not read where it is kept.",
    };
  try {
    const texts = new Map(
      await Promise.all(reached.map(async (each) => [each.id, await openVariable(box, each)] as const)),
    );
    return { ...answer, resolved: resolverOf({ graph, texts, serverId: null, names })(row), problem: null };
  } catch (error) {
    if (error instanceof AppError) return { ...answer, resolved: null, problem: error.message };
    throw error;
  }
}
