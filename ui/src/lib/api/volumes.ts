import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import type { CreateVolume } from "./types.ts";

const one = v1.volumes[":id"];

export const listVolumes = (filter: { serverId?: string } = {}, cursor?: string) =>
  told(v1.volumes.$get({ query: { ...pageQuery(cursor), ...filter } }));
export const createVolume = (json: CreateVolume) => told(v1.volumes.$post({ json }));
export const trashVolume = (id: string, name: string) => told(one.trash.$post({ param: { id }, json: { name } }));
export const restoreVolume = (id: string) => told(one.restore.$post({ param: { id } }));
export const measureVolume = (id: string) => told(one.measure.$post({ param: { id } }));
