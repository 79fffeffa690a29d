import { send } from "./send.ts";
import type { ChannelView, CreateChannel, CreatedChannelView, NotificationView, Page, UpdateChannel } from "./types.ts";

export const listChannels = () => send<Page<ChannelView>>("GET", ["channels"], { query: { limit: "200" } });
export const createChannel = (json: CreateChannel) => send<CreatedChannelView>("POST", ["channels"], { json });
export const updateChannel = (id: string, json: UpdateChannel) =>
  send<ChannelView>("PATCH", ["channels", id], { json });
export const deleteChannel = (id: string) => send<void>("DELETE", ["channels", id]);
export const testChannel = (id: string) =>
  send<{ isSent: boolean; error: string | null }>("POST", ["channels", id, "test"]);
export const listNotifications = (id: string) =>
  send<Page<NotificationView>>("GET", ["channels", id, "notifications"], { query: { limit: "20" } });
export const rotateSigningSecret = (id: string) => send<{ signingSecret: string }>("POST", ["channels", id, "secret"]);
