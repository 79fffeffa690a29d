import { loaded } from "#lib/api/http.ts";
import { getProject, listEnvironments } from "#lib/api/projects.ts";

export async function load({ params, depends }) {
  depends(`app:project:${params.project}`);
  const [project, environments] = await loaded(
    Promise.all([getProject(params.project), listEnvironments(params.project)]),
  );
  return { project, environments: environments.items.toReversed() };
}
