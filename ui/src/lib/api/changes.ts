import { told, v1 } from "./client.ts";

const ofApplication = v1.applications[":id"].changes;

export const getChanges = (id: string) => told(ofApplication.$get({ param: { id } }));
export const listChanges = (id: string) => told(v1.environments[":id"].changes.$get({ param: { id } }));
export const undoChange = (id: string, path: string) =>
  told(ofApplication.undo.$post({ param: { id }, json: { path } }));
