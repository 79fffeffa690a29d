import { send } from "./send.ts";
import type { EnvironmentView, Page, ProjectView } from "./types.ts";

export const listProjects = (cursor?: string) =>
  send<Page<ProjectView>>("GET", ["projects"], { query: { limit: "100", cursor } });
export const getProject = (id: string) => send<ProjectView>("GET", ["projects", id]);
export const createProject = (json: { name: string; description?: string }) =>
  send<ProjectView>("POST", ["projects"], { json });
export const updateProject = (id: string, json: { name?: string; description?: string }) =>
  send<ProjectView>("PATCH", ["projects", id], { json });
export const deleteProject = (id: string) => send<void>("DELETE", ["projects", id]);

export const listEnvironments = (projectId?: string) =>
  send<Page<EnvironmentView>>("GET", ["environments"], { query: { limit: "200", projectId } });
export const getEnvironment = (id: string) => send<EnvironmentView>("GET", ["environments", id]);
export const createEnvironment = (json: { projectId: string; name: string }) =>
  send<EnvironmentView>("POST", ["environments"], { json });
export const renameEnvironment = (id: string, name: string) =>
  send<EnvironmentView>("PATCH", ["environments", id], { json: { name } });
export const deleteEnvironment = (id: string) => send<void>("DELETE", ["environments", id]);
