// pure

import type { RegistryView } from "./registries.schemas.ts";
import type { RegistryRow } from "./registries.store.ts";

export const toRegistryView = ({
  id,
  address,
  username,
  revision,
  createdAt,
  updatedAt,
}: RegistryRow): RegistryView => ({
  id,
  address,
  username,
  revision,
  createdAt,
  updatedAt,
});
