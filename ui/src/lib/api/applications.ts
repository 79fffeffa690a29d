import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import type {
  CreateApplication,
  CreateDomain,
  CreateVariable,
  ReplaceVariables,
  UpdateApplication,
  UpdateDomain,
  UpdateVariable,
} from "./types.ts";

type Filter = { projectId?: string; environmentId?: string; serverId?: string; sourceId?: string };
const one = v1.applications[":id"];

export const listApplications = (filter: Filter = {}, cursor?: string) =>
  told(v1.applications.$get({ query: { ...pageQuery(cursor), ...filter } }));
export const getApplication = (id: string) => told(one.$get({ param: { id } }));
export const createApplication = (json: CreateApplication) => told(v1.applications.$post({ json }));
export const updateApplication = (id: string, json: UpdateApplication) => told(one.$patch({ param: { id }, json }));
export const deleteApplication = (id: string, { force = false } = {}) =>
  told(one.$delete({ param: { id }, query: force ? { force: "true" } : {} }));
export const operateApplication = (id: string, kind: "stop" | "start" | "restart") =>
  told(one[":kind{stop|start|restart}"].$post({ param: { id, kind } }));

export const listDomains = (id: string) => told(one.domains.$get({ param: { id } }));
export const addDomain = (id: string, json: CreateDomain) => told(one.domains.$post({ param: { id }, json }));
export const updateDomain = (id: string, json: UpdateDomain) => told(v1.domains[":id"].$patch({ param: { id }, json }));
export const deleteDomain = (id: string) => told(v1.domains[":id"].$delete({ param: { id } }));

export const listVariables = (id: string) => told(one.variables.$get({ param: { id } }));
export const addVariable = (id: string, json: CreateVariable) => told(one.variables.$post({ param: { id }, json }));
export const replaceVariables = (id: string, json: ReplaceVariables) =>
  told(one.variables.$put({ param: { id }, json }));
export const updateVariable = (id: string, json: UpdateVariable) =>
  told(v1.variables[":id"].$patch({ param: { id }, json }));
export const deleteVariable = (id: string) => told(v1.variables[":id"].$delete({ param: { id } }));
export const revealVariable = (id: string) => told(v1.variables[":id"].value.$get({ param: { id } }));
