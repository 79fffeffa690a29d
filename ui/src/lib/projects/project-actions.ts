import { goto } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { deleteEnvironment, deleteProject } from "../api/projects.ts";
import type { EnvironmentView, ProjectView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

type Given = { role: Role; applicationCount: number };
const notEmpty = (count: number) => (count > 0 ? "Delete or move its resources first" : undefined);

export function deleteEnvironmentAction(environment: EnvironmentView, { role, applicationCount }: Given): Action {
  return {
    id: `delete:${environment.id}`,
    label: "Delete environment",
    group: "Danger",
    tone: "danger",
    refusal:
      refusalFor(role, "admin") ??
      (environment.isDefault ? "A project keeps the environment it was born with" : notEmpty(applicationCount)),
    confirm: {
      title: `Delete the environment ${environment.name}?`,
      consequences: ["It is empty; nothing stops"],
      decline: "Keep it",
    },
    run: async () => {
      await deleteEnvironment(environment.id);
      await goto(`/projects/${environment.projectId}`, { refreshAll: true });
    },
  };
}

export function deleteProjectAction(project: ProjectView, { role, applicationCount }: Given): Action {
  return {
    id: `delete:${project.id}`,
    label: "Delete project",
    group: "Danger",
    tone: "danger",
    refusal: refusalFor(role, "admin") ?? notEmpty(applicationCount),
    confirm: {
      title: `Delete ${project.name}?`,
      decline: "Keep it",
      word: project.name,
      consequences: ["Deletes the project and its empty environments for good"],
    },
    run: async () => {
      await deleteProject(project.id);
      toast.success(`${project.name} is deleted`);
      await goto("/", { refreshAll: true });
    },
  };
}
