import { createProject, listEnvironments } from "../../api/projects.ts";

/** An environment to create an application in. */
export type Place = { value: string; label: string };

/** Choice of a project that does not exist yet. */
export const newPlace = "new";

/** A project and the environment it is born with. */
export async function makePlace(projectName: string): Promise<Place> {
  const project = await createProject({ name: projectName.trim(), description: "" });
  const { items } = await listEnvironments({ projectId: project.id });
  const environment = items[0];
  if (!environment) throw new Error("The new project has no environment; reload the page.");
  return { value: environment.id, label: `${project.name} / ${environment.name}` };
}
