import { type Settled, saveChanges } from "../forms/save-changes.ts";
import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import { rename } from "./rename.ts";
import type { EnvironmentView, ProjectView } from "./types.ts";

export const listProjects = (cursor?: string) => told(v1.projects.$get({ query: pageQuery(cursor) }));
export const getProject = (id: string) => told(v1.projects[":id"].$get({ param: { id } }));
export const createProject = (json: { name: string; description: string }) => told(v1.projects.$post({ json }));
export const updateProject = (read: ProjectView, set: { name?: string; description?: string }, settled?: Settled) =>
  saveChanges(set, {
    read,
    settled,
    send: (json) => told(v1.projects[":id"].$patch({ param: { id: read.id }, json })),
  });
export const deleteProject = (id: string) => told(v1.projects[":id"].$delete({ param: { id } }));

export const listEnvironments = (filter: { projectId?: string } = {}, cursor?: string) =>
  told(v1.environments.$get({ query: { ...pageQuery(cursor), ...filter } }));
export const getEnvironment = (id: string) => told(v1.environments[":id"].$get({ param: { id } }));
export const createEnvironment = (json: { projectId: string; name: string }) => told(v1.environments.$post({ json }));
export const renameEnvironment = (read: EnvironmentView, name: string, settled?: Settled) =>
  rename(read, name, {
    settled,
    send: (json) => told(v1.environments[":id"].$patch({ param: { id: read.id }, json })),
  });
export const deleteEnvironment = (id: string) => told(v1.environments[":id"].$delete({ param: { id } }));
