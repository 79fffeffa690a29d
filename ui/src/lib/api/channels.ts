import { type Settled, saveChanges } from "../forms/save-changes.ts";
import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import type { ChannelView, CreateChannel, UpdateChannel } from "./types.ts";

const one = v1.channels[":id"];

export const listChannels = (cursor?: string) => told(v1.channels.$get({ query: pageQuery(cursor) }));
export const createChannel = (json: CreateChannel) => told(v1.channels.$post({ json }));
export const updateChannel = (read: ChannelView, set: UpdateChannel, settled?: Settled) =>
  saveChanges(set, { read, settled, send: (json) => told(one.$patch({ param: { id: read.id }, json })) });
export const deleteChannel = (id: string) => told(one.$delete({ param: { id } }));
export const confirmAddress = (token: string) => told(v1.channels.confirm.$post({ json: { token } }));
export const testChannel = (id: string) => told(one.test.$post({ param: { id } }));
export const rotateSigningSecret = (id: string) => told(one.secret.$post({ param: { id } }));
export const listNotifications = (id: string) =>
  told(one.notifications.$get({ param: { id }, query: { limit: "20" } }));
