import { type Settled, saveChanges } from "../forms/save-changes.ts";
import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import type {
  ApplicationView,
  CreateApplication,
  CreateDomain,
  DomainView,
  UpdateApplication,
  UpdateDomain,
} from "./types.ts";

type Filter = { projectId?: string; environmentId?: string; serverId?: string; sourceId?: string };
const one = v1.applications[":id"];

export const listApplications = (filter: Filter = {}, cursor?: string) =>
  told(v1.applications.$get({ query: { ...pageQuery(cursor), ...filter } }));
export const getApplication = (id: string) => told(one.$get({ param: { id } }));
export const createApplication = (json: CreateApplication) => told(v1.applications.$post({ json }));
export const updateApplication = (read: ApplicationView, set: UpdateApplication, settled?: Settled) =>
  saveChanges(set, {
    read,
    stored: { ...read, environmentId: read.environment.id },
    merges: ["container", "health"],
    settled,
    send: (json) => told(one.$patch({ param: { id: read.id }, json })),
  });
export const deleteApplication = (id: string, { force = false } = {}) =>
  told(one.$delete({ param: { id }, query: force ? { force: "true" } : {} }));
export const forgetOnServer = (id: string, destinationId: string) =>
  told(one.forget.$post({ param: { id }, json: { destinationId } }));
export const operateApplication = (id: string, kind: "stop" | "start" | "restart") =>
  told(one[":kind{stop|start|restart}"].$post({ param: { id, kind } }));

export const listDomains = (id: string) => told(one.domains.$get({ param: { id } }));
export const addDomain = (id: string, json: CreateDomain) => told(one.domains.$post({ param: { id }, json }));
export const updateDomain = (read: DomainView, set: UpdateDomain, settled?: Settled) =>
  saveChanges(set, {
    read,
    settled,
    send: (json) => told(v1.domains[":id"].$patch({ param: { id: read.id }, json })),
  });
export const deleteDomain = (id: string) => told(v1.domains[":id"].$delete({ param: { id } }));
