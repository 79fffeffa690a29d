import { type Settled, saveChanges } from "../forms/save-changes.ts";
import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import type { CreateRegistry, RegistryView, UpdateRegistry } from "./types.ts";

const one = v1.registries[":id"];

export const listRegistries = (cursor?: string) => told(v1.registries.$get({ query: pageQuery(cursor) }));
export const createRegistry = (json: CreateRegistry) => told(v1.registries.$post({ json }));
export const updateRegistry = (read: RegistryView, set: UpdateRegistry, settled?: Settled) =>
  saveChanges(set, { read, settled, send: (json) => told(one.$patch({ param: { id: read.id }, json })) });
export const checkRegistry = (id: string) => told(one.check.$post({ param: { id } }));
export const listRegistryUsers = (id: string) => told(one.users.$get({ param: { id } }));
export const deleteRegistry = (id: string) => told(one.$delete({ param: { id } }));
