// pure

import type { ProjectView } from "./projects.schemas.ts";
import type { ProjectRow } from "./projects.store.ts";

export const toProjectView = ({ id, name, description, revision, createdAt, updatedAt }: ProjectRow): ProjectView => ({
  id,
  name,
  description,
  revision,
  createdAt,
  updatedAt,
});
