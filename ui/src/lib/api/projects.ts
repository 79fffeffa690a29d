import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";

export const listProjects = (cursor?: string) => told(v1.projects.$get({ query: pageQuery(cursor) }));
export const getProject = (id: string) => told(v1.projects[":id"].$get({ param: { id } }));
export const createProject = (json: { name: string; description: string }) => told(v1.projects.$post({ json }));
export const updateProject = (id: string, json: { name?: string; description?: string }) =>
  told(v1.projects[":id"].$patch({ param: { id }, json }));
export const deleteProject = (id: string) => told(v1.projects[":id"].$delete({ param: { id } }));

export const listEnvironments = (filter: { projectId?: string } = {}, cursor?: string) =>
  told(v1.environments.$get({ query: { ...pageQuery(cursor), ...filter } }));
export const createEnvironment = (json: { projectId: string; name: string }) => told(v1.environments.$post({ json }));
export const renameEnvironment = (id: string, name: string) =>
  told(v1.environments[":id"].$patch({ param: { id }, json: { name } }));
export const deleteEnvironment = (id: string) => told(v1.environments[":id"].$delete({ param: { id } }));
