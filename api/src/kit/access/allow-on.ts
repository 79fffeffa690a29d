import { type Actor, allow } from "../../rules/permissions.ts";
import type { Action, SubjectOf } from "../../rules/rights.ts";
import type { Standing } from "../../rules/standing.ts";

/**
 * First line of a verb about one row: the row first, and only then whether the actor may. A row that is not there, or is another team's,
 * is `not-found` to everybody; what is refused afterwards is `auth.forbidden`.
 */
export async function allowOn<A extends Action, Row extends Standing<SubjectOf<A>>>(
  actor: Actor,
  action: A,
  load: Promise<Row>,
): Promise<Row> {
  const row = await load;
  allow(actor, action, row);
  return row;
}
