import { told, v1 } from "./client.ts";
import type { CreateFile } from "./types.ts";

// Files are held by whatever runs: the address that all kinds share.
const files = v1.resources[":id"].files;

export const listFiles = (id: string) => told(files.$get({ param: { id } }));
export const createFile = (id: string, json: CreateFile) => told(files.$post({ param: { id }, json }));
export const readFile = (id: string, file: string) => told(files[":file"].$get({ param: { id, file } }));
