import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import type { CreateChannel, UpdateChannel } from "./types.ts";

const one = v1.channels[":id"];

export const listChannels = (cursor?: string) => told(v1.channels.$get({ query: pageQuery(cursor) }));
export const createChannel = (json: CreateChannel) => told(v1.channels.$post({ json }));
export const updateChannel = (id: string, json: UpdateChannel) => told(one.$patch({ param: { id }, json }));
export const deleteChannel = (id: string) => told(one.$delete({ param: { id } }));
export const testChannel = (id: string) => told(one.test.$post({ param: { id } }));
export const rotateSigningSecret = (id: string) => told(one.secret.$post({ param: { id } }));
export const listNotifications = (id: string) =>
  told(one.notifications.$get({ param: { id }, query: { limit: "20" } }));
