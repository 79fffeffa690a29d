import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { getProject, listEnvironments } from "#lib/api/projects.ts";

export async function load({ params, depends }) {
  depends(`app:project:${params.project}`);
  const [project, environments] = await loaded(
    Promise.all([
      getProject(params.project),
      allOf((cursor) => listEnvironments({ projectId: params.project }, cursor)),
    ]),
  );
  return { project, environments: environments.toReversed() };
}
