import { referenceText, sharedName } from "@fairlead/runner/contract";
import { locateResource } from "../../kit/access/locate.store.ts";
import { may } from "../../rules/permissions.ts";
import type { Standing } from "../../rules/standing.ts";
import { type Edge, isSecretWithin, targetOf, targetsOf, type VariableGraph } from "../../rules/variable-graph.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";
import { toTyped } from "../../rules/variable-template.ts";
import type { Asker } from "./asker.ts";
import { openVariable } from "./open-variable.ts";
import { readGraph } from "./read-graph.ts";
import { standingOf } from "./standing-of.ts";
import type { ReferenceView } from "./variables.schemas.ts";
import type { AroundRow, VariableRow } from "./variables.store.ts";

type Box = Parameters<typeof openVariable>[0];
/** References of one list as somebody may see them. */
export type Look = {
  /** A stored text as people write it. */
  typed: (text: string) => string;
  referencesOf: (row: VariableRow, box: Box) => Promise<ReferenceView[]>;
  graph: VariableGraph<VariableRow>;
  names: ReadonlyMap<string, string>;
  /** Where a variable is kept that the list leads to. */
  placeOf: (row: VariableRow) => Standing<"value">;
};

type Given = {
  holderId: string;
  place: Standing<"value">;
  rows: readonly VariableRow[];
  around: readonly AroundRow[];
};

/** All that the variables of one holder lead to, and where each of it stands. */
export async function lookAround({ deps, actor }: Asker, { holderId, place, rows, around }: Given): Promise<Look> {
  const { db } = deps;
  const { teamId } = actor;
  const { environmentId } = place;
  const all: VariableRow[] = [...rows, ...around];
  const { graph, names } = await readGraph(db, teamId, { root: holderId, environmentId, rows: all, isForShow: true });
  const others = [...names.keys()].filter((id) => id !== holderId);
  const standings = new Map(
    await Promise.all(others.map(async (id) => [id, await locateResource(db, teamId, id)] as const)),
  );
  const placeOf = (row: VariableRow) => standings.get(row.holderId) ?? standingOf(row, place);
  const titles = new Map(around.map((row) => [row.holderId, row.holderName]));

  async function viewOf(from: VariableRow, { edge, box }: { edge: Edge; box: Box }): Promise<ReferenceView> {
    const target = targetOf(graph, { from, edge, serverId: null }) ?? targetsOf(graph, { from, edge })[0];
    const text = textOf(edge, names);
    if (!target) return { text, from: null, isSecret: false, value: null, problem: `There is no ${text}.` };
    const isSecret = isSecretWithin(graph, target);
    const isShown = !isSecret && target.kind === "literal" && may(actor, "value.view", placeOf(target));
    const name = target.holderId === holderId ? "" : (names.get(target.holderId) ?? titles.get(target.holderId) ?? "");
    return {
      text,
      from: { kind: holderKindOf(target.holderId) ?? "resource", id: target.holderId, name },
      isSecret,
      value: isShown ? await openVariable(box, target).catch(() => null) : null,
      problem: null,
    };
  }
  return {
    typed: (text) => toTyped(text, names),
    referencesOf: (row, box) => Promise.all(graph.edgesOf(row.id).map((edge) => viewOf(row, { edge, box }))),
    graph,
    names,
    placeOf,
  };
}

function textOf({ resourceId, key }: Edge, names: ReadonlyMap<string, string>): string {
  if (resourceId === null) return referenceText({ name: sharedName, isQuoted: false, key });
  const whole = toTyped(`\${{ ${resourceId}.${key} }}`, names);
  return whole.slice(4, -3);
}
