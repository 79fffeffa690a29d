// pure

import type { EnvironmentView } from "./environments.schemas.ts";
import type { EnvironmentWithCount } from "./environments.store.ts";

export const toEnvironmentView = (row: EnvironmentWithCount): EnvironmentView => ({
  id: row.id,
  projectId: row.projectId,
  name: row.name,
  isDefault: row.isDefault,
  applicationCount: row.applicationCount,
  revision: row.revision,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
