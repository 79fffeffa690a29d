import { redirect } from "@sveltejs/kit";

// A project is always seen through one of its environments; the one it was born with comes first.
export async function load({ parent }) {
  const { project, environments } = await parent();
  const first = environments.find(({ isDefault }) => isDefault) ?? environments[0];
  if (first) redirect(307, `/projects/${project.id}/${first.id}`);
}
