import { type Settled, saveChanges } from "../forms/save-changes.ts";
import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import { rename } from "./rename.ts";
import type { CreateServer, DestinationView, RunnerView, ServerView, UpdateServer } from "./types.ts";

const one = v1.servers[":id"];
const destination = v1.destinations[":id"];
const runner = v1.runners[":id"];

export const listServers = (cursor?: string) => told(v1.servers.$get({ query: pageQuery(cursor) }));
export const getServer = (id: string) => told(one.$get({ param: { id } }));
export const createServer = (json: CreateServer) => told(v1.servers.$post({ json }));
export const updateServer = (read: ServerView, set: UpdateServer, settled?: Settled) =>
  saveChanges(set, {
    read,
    stored: { ...read, runnerId: read.runner.id },
    settled,
    send: (json) => told(one.$patch({ param: { id: read.id }, json })),
  });
export const deleteServer = (id: string) => told(one.$delete({ param: { id } }));
export const forgetServer = (id: string) => told(one.forget.$post({ param: { id } }));
export const checkServer = (id: string) => told(one.check.$post({ param: { id } }));
export const confirmHostKey = (id: string, fingerprint: string) =>
  told(one["host-key"].$post({ param: { id }, json: { fingerprint } }));

export const listDestinations = (filter: { serverId?: string } = {}, cursor?: string) =>
  told(v1.destinations.$get({ query: { ...pageQuery(cursor), ...filter } }));
export const createDestination = (json: { serverId: string; name: string }) => told(v1.destinations.$post({ json }));
export const renameDestination = (read: DestinationView, name: string, settled?: Settled) =>
  rename(read, name, { settled, send: (json) => told(destination.$patch({ param: { id: read.id }, json })) });
export const deleteDestination = (id: string) => told(destination.$delete({ param: { id } }));

export const listRunners = (cursor?: string) => told(v1.runners.$get({ query: pageQuery(cursor) }));
export const enrolRunner = () => told(v1.runners.enrolments.$post());
export const renameRunner = (read: RunnerView, name: string, settled?: Settled) =>
  rename(read, name, { settled, send: (json) => told(runner.$patch({ param: { id: read.id }, json })) });
export const revokeRunner = (id: string) => told(runner.revoke.$post({ param: { id } }));
export const deleteRunner = (id: string) => told(runner.$delete({ param: { id } }));
