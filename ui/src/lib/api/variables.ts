import { type Settled, saveChanges } from "../forms/save-changes.ts";
import { told, v1 } from "./client.ts";
import type { CreateVariable, ReplaceVariables, UpdateVariable, VariableView } from "./types.ts";

/** The address of what holds variables, by the beginning of its id: of whatever runs it is the one that all kinds share. */
function heldBy(id: string) {
  if (id.startsWith("team_")) return v1.teams[":id"].variables;
  if (id.startsWith("prj_")) return v1.projects[":id"].variables;
  if (id.startsWith("env_")) return v1.environments[":id"].variables;
  if (id.startsWith("srv_")) return v1.servers[":id"].variables;
  return v1.resources[":id"].variables;
}

export const listVariables = (id: string) => told(heldBy(id).$get({ param: { id } }));
export const addVariable = (id: string, json: CreateVariable) => told(heldBy(id).$post({ param: { id }, json }));
export const replaceVariables = (id: string, json: ReplaceVariables) => told(heldBy(id).$put({ param: { id }, json }));
export const updateVariable = (read: VariableView, set: UpdateVariable, settled?: Settled) =>
  saveChanges(set, {
    read,
    settled,
    send: (json) => told(v1.variables[":id"].$patch({ param: { id: read.id }, json })),
  });
export const deleteVariable = (id: string) => told(v1.variables[":id"].$delete({ param: { id } }));
export const revealVariable = (id: string) => told(v1.variables[":id"].value.$get({ param: { id } }));
