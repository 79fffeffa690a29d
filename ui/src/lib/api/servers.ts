import { told, v1 } from "./client.ts";
import type { CreateServer, UpdateServer } from "./types.ts";

const page = { query: { limit: "200" } };
const one = v1.servers[":id"];
const runner = v1.runners[":id"];

export const listServers = () => told(v1.servers.$get(page));
export const getServer = (id: string) => told(one.$get({ param: { id } }));
export const createServer = (json: CreateServer) => told(v1.servers.$post({ json }));
export const updateServer = (id: string, json: UpdateServer) => told(one.$patch({ param: { id }, json }));
export const deleteServer = (id: string) => told(one.$delete({ param: { id } }));
export const checkServer = (id: string) => told(one.check.$post({ param: { id } }));
export const confirmHostKey = (id: string, fingerprint: string) =>
  told(one["host-key"].$post({ param: { id }, json: { fingerprint } }));

export const listDestinations = () => told(v1.destinations.$get(page));

export const listRunners = () => told(v1.runners.$get(page));
export const enrolRunner = () => told(v1.runners.enrolments.$post());
export const revokeRunner = (id: string) => told(runner.revoke.$post({ param: { id } }));
export const deleteRunner = (id: string) => told(runner.$delete({ param: { id } }));
