import { told, v1 } from "./client.ts";

export const listProjects = () => told(v1.projects.$get({ query: { limit: "200" } }));
export const getProject = (id: string) => told(v1.projects[":id"].$get({ param: { id } }));
export const createProject = (json: { name: string; description: string }) => told(v1.projects.$post({ json }));
export const updateProject = (id: string, json: { name?: string; description?: string }) =>
  told(v1.projects[":id"].$patch({ param: { id }, json }));
export const deleteProject = (id: string) => told(v1.projects[":id"].$delete({ param: { id } }));

export const listEnvironments = (projectId?: string) =>
  told(v1.environments.$get({ query: { limit: "200", ...(projectId ? { projectId } : {}) } }));
export const createEnvironment = (json: { projectId: string; name: string }) => told(v1.environments.$post({ json }));
export const renameEnvironment = (id: string, name: string) =>
  told(v1.environments[":id"].$patch({ param: { id }, json: { name } }));
export const deleteEnvironment = (id: string) => told(v1.environments[":id"].$delete({ param: { id } }));
