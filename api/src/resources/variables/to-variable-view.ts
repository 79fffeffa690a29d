import { locateHolder } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { warningOn } from "../../rules/variable-warning.ts";
import type { Asker } from "./asker.ts";
import { type Look, lookAround } from "./look-around.ts";
import type { VariableView } from "./variables.schemas.ts";
import { listAround, listVariableRows, type VariableRow } from "./variables.store.ts";

type Box = Awaited<ReturnType<typeof teamSecrets>>;
/** `required`: names that somebody around requires. */
type Seen = { box: Box; look: Pick<Look, "typed" | "referencesOf"> | null; required: ReadonlySet<string> };

/** Opens only what is not secret, and what must not be empty. */
async function viewOf(row: VariableRow, { box, look, required }: Seen): Promise<VariableView> {
  const { id, key, kind, scope, createdAt, updatedAt } = row;
  const { isSecret, isArgumentAllowed, comment, isRequired, isLocked, revision } = row;
  // A page of variables is shown although one of them does not open.
  const opens = !isSecret || required.has(key);
  const opened = opens ? await box.open(valuePlace(id), row.value).catch(() => null) : null;
  const stored = isSecret ? null : opened;
  const isReference = kind === "reference" && look !== null;
  const value = stored !== null && isReference ? look.typed(stored) : stored;
  const references = isReference ? await look.referencesOf(row, box) : [];
  const isMissing = required.has(key) && opened === "";
  const notes = { comment, isRequired, isLocked, isMissing };
  const flags = {
    isDamaged: stored === null && !isSecret,
    warning: warningOn(row),
    isSecret,
    isArgumentAllowed,
    ...notes,
  };
  return { id, key, kind, value, references, scope, ...flags, revision, createdAt, updatedAt };
}

export async function toVariableView({ deps, actor }: Asker, row: VariableRow): Promise<VariableView> {
  const box = await teamSecrets(deps, row.teamId);
  const look = row.kind === "reference" ? await lookFrom({ deps, actor }, row.holderId) : null;
  return viewOf(row, { box, look, required: new Set(row.isRequired ? [row.key] : []) });
}

/** From where a variable is held. */
export async function lookFrom({ deps, actor }: Asker, holderId: string): Promise<Look> {
  const { db } = deps;
  const { teamId } = actor;
  const [place, rows, around] = await Promise.all([
    locateHolder(db, teamId, holderId),
    listVariableRows(db, teamId, { holderId }),
    listAround(db, teamId, { holderId }),
  ]);
  return lookAround({ deps, actor }, { holderId, place, rows, around });
}

export async function toVariableViews(
  deps: Pick<Deps, "db" | "secrets">,
  teamId: string,
  { rows, look = null, required = new Set() }: { rows: readonly VariableRow[] } & Partial<Omit<Seen, "box">>,
): Promise<VariableView[]> {
  const box = await teamSecrets(deps, teamId);
  return Promise.all(rows.map((row) => viewOf(row, { box, look, required })));
}
