import type { Deps } from "../../kit/deps.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { warningOn } from "../../rules/variable-warning.ts";
import type { VariableView } from "./variables.schemas.ts";
import type { VariableRow } from "./variables.store.ts";

type Box = Awaited<ReturnType<typeof teamSecrets>>;

/** Opens only what is not secret. */
async function viewOf(row: VariableRow, box: Box): Promise<VariableView> {
  const { id, key, scope, createdAt, updatedAt } = row;
  const { isSecret, isArgumentAllowed, revision } = row;
  // A page of variables is shown although one of them does not open.
  const value = isSecret ? null : await box.open(valuePlace(id), row.value).catch(() => null);
  const isDamaged = value === null && !isSecret;
  const flags = { isDamaged, warning: warningOn(row), isSecret, isArgumentAllowed };
  return { id, key, value, scope, ...flags, revision, createdAt, updatedAt };
}

type Opener = Pick<Deps, "db" | "secrets">;

export const toVariableView = async (deps: Opener, row: VariableRow): Promise<VariableView> =>
  viewOf(row, await teamSecrets(deps, row.teamId));

export async function toVariableViews(
  deps: Opener,
  teamId: string,
  { rows }: { rows: VariableRow[] },
): Promise<VariableView[]> {
  const box = await teamSecrets(deps, teamId);
  return Promise.all(rows.map((row) => viewOf(row, box)));
}
