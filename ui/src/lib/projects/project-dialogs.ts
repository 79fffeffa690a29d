import { goto, invalidate } from "$app/navigation";
import { createEnvironment, renameEnvironment, updateProject } from "../api/projects.ts";
import type { EnvironmentView, ProjectView } from "../api/types.ts";
import type { NameQuestion } from "../forms/name-question.ts";

type Place = { project: ProjectView; environment: EnvironmentView };
const refresh = ({ project }: Place) => invalidate(`app:project:${project.id}`);

export const projectDialogs = {
  newEnvironment: (place) => ({
    title: "New environment",
    verb: "Create",
    initial: "",
    save: async (name) => {
      const made = await createEnvironment({ projectId: place.project.id, name });
      await refresh(place);
      await goto(`/projects/${place.project.id}/${made.id}`);
    },
  }),
  renameEnvironment: (place) => ({
    title: "Rename environment",
    verb: "Rename",
    initial: place.environment.name,
    save: async (name, settled) => {
      await renameEnvironment(place.environment, name, settled);
      await refresh(place);
    },
  }),
  renameProject: (place) => ({
    title: "Rename project",
    verb: "Rename",
    initial: place.project.name,
    save: async (name, settled) => {
      await updateProject(place.project, { name }, settled);
      await refresh(place);
    },
  }),
} satisfies Record<string, (place: Place) => NameQuestion>;
