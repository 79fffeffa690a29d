import { goto, invalidate } from "$app/navigation";
import { createEnvironment, renameEnvironment, updateProject } from "../api/projects.ts";
import type { EnvironmentView, ProjectView } from "../api/types.ts";

type Place = { project: ProjectView; environment: EnvironmentView };
/** A dialog that asks for one name and does one thing with it. */
export type NameDialog = {
  title: string;
  verb: string;
  initial: (place: Place) => string;
  save: (place: Place, name: string) => Promise<void>;
};

const refresh = ({ project }: Place) => invalidate(`app:project:${project.id}`);

export const projectDialogs = {
  newEnvironment: {
    title: "New environment",
    verb: "Create",
    initial: () => "",
    save: async (place, name) => {
      const made = await createEnvironment({ projectId: place.project.id, name });
      await refresh(place);
      await goto(`/projects/${place.project.id}/${made.id}`);
    },
  },
  renameEnvironment: {
    title: "Rename environment",
    verb: "Rename",
    initial: ({ environment }) => environment.name,
    save: async (place, name) => {
      await renameEnvironment(place.environment.id, name);
      await refresh(place);
    },
  },
  renameProject: {
    title: "Rename project",
    verb: "Rename",
    initial: ({ project }) => project.name,
    save: async (place, name) => {
      await updateProject(place.project.id, { name });
      await refresh(place);
    },
  },
} satisfies Record<string, NameDialog>;
