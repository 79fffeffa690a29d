import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { forbidden } from "../../rules/errors.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { isWithin, widestScope } from "../../rules/rights.ts";
import { newApiToken } from "./new-api-token.ts";
import type { CreateApiToken } from "./tokens.schemas.ts";
import { getApiTokenRow } from "./tokens.store.ts";

export async function createApiToken(deps: Deps, actor: Actor, input: CreateApiToken) {
  allowInTeam(actor, "token.secrets");
  const { db } = deps;
  if (!isWithin(input.scope, widestScope[actor.role])) {
    throw forbidden(
      "token.scope_too_wide",
      `As ${actor.role} you may make tokens up to the scope ${widestScope[actor.role]}.`,
    );
  }
  if (actor.via === "token" && input.expiresInDays === null) {
    throw forbidden("token.needs_expiry", "A token may not make tokens that never expire. Give expiresInDays.");
  }
  const order = { ...input, teamId: actor.teamId, userId: actor.userId };
  const { id, token, statement } = await newApiToken(deps, order);
  await runBatch(db, [
    statement,
    withinLimit("tokens", actor, deps),
    auditStatement(deps, actor, {
      action: "token.create",
      target: id,
      detail: { name: input.name, scope: input.scope },
    }),
  ]);
  return { row: await getApiTokenRow(db, actor.teamId, id), token };
}
