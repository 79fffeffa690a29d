import { getEnvironment, getProject } from "../api/projects.ts";
import { getServer } from "../api/servers.ts";
import type { Crumb } from "../frame/crumb.ts";
import { projectCrumbs } from "../projects/project-crumbs.ts";

type Place = { id: string; name: string; sentence: string; crumbs: Crumb[] };

async function ofServer(id: string): Promise<Place> {
  const { name } = await getServer(id);
  const crumbs = [
    { label: "Servers", href: "/servers" },
    { label: name, href: `/servers/${id}` },
  ];
  return { id, name, crumbs, sentence: "Given to whatever runs on this server, and to nothing on its other servers." };
}

async function ofEnvironment(id: string): Promise<Place> {
  const environment = await getEnvironment(id);
  const crumbs = projectCrumbs(await getProject(environment.projectId), environment);
  return { id, name: environment.name, crumbs, sentence: "Given to everything in this environment." };
}

async function ofProject(id: string): Promise<Place> {
  const project = await getProject(id);
  const sentence = "Given to everything in this project, in each of its environments.";
  return { id, name: project.name, crumbs: projectCrumbs(project), sentence };
}

/** What the page of a place's variables says of the place. An id of anything else is answered as one of no project. */
export function variablePlace(id: string): Promise<Place> {
  if (id.startsWith("srv_")) return ofServer(id);
  return id.startsWith("env_") ? ofEnvironment(id) : ofProject(id);
}
