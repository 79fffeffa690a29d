import { send } from "./send.ts";
import type {
  ApplicationItem,
  ApplicationView,
  CreateApplication,
  CreateDomain,
  CreateVariable,
  DomainView,
  JobView,
  Page,
  ReplaceVariables,
  UpdateApplication,
  UpdateVariable,
  VariableView,
} from "./types.ts";

type Filter = { projectId?: string; environmentId?: string; serverId?: string; sourceId?: string };

export const listApplications = (filter: Filter = {}) =>
  send<Page<ApplicationItem>>("GET", ["applications"], { query: { limit: "200", ...filter } });
export const getApplication = (id: string) => send<ApplicationView>("GET", ["applications", id]);
export const createApplication = (json: CreateApplication) => send<ApplicationView>("POST", ["applications"], { json });
export const updateApplication = (id: string, json: UpdateApplication) =>
  send<ApplicationView>("PATCH", ["applications", id], { json });
export const deleteApplication = (id: string, { force = false } = {}) =>
  send<unknown>("DELETE", ["applications", id], { query: { force: force ? "true" : undefined } });
export const operateApplication = (id: string, verb: "stop" | "start" | "restart") =>
  send<JobView>("POST", ["applications", id, verb]);

export const listDomains = (id: string) => send<{ items: DomainView[] }>("GET", ["applications", id, "domains"]);
export const addDomain = (id: string, json: Pick<CreateDomain, "host"> & Partial<CreateDomain>) =>
  send<DomainView>("POST", ["applications", id, "domains"], { json });
export const deleteDomain = (id: string) => send<void>("DELETE", ["domains", id]);

export const listVariables = (id: string) => send<{ items: VariableView[] }>("GET", ["applications", id, "variables"]);
export const addVariable = (id: string, json: CreateVariable) =>
  send<VariableView>("POST", ["applications", id, "variables"], { json });
export const replaceVariables = (id: string, json: ReplaceVariables) =>
  send<{ items: VariableView[] }>("PUT", ["applications", id, "variables"], { json });
export const updateVariable = (id: string, json: UpdateVariable) =>
  send<VariableView>("PATCH", ["variables", id], { json });
export const deleteVariable = (id: string) => send<void>("DELETE", ["variables", id]);
export const revealVariable = (id: string) =>
  send<{ id: string; key: string; value: string }>("GET", ["variables", id, "value"]);
