import { send } from "./send.ts";
import type {
  CreatedSourceView,
  CreateSource,
  DeliveryDetail,
  DeliveryView,
  Page,
  SourceView,
  UpdateSource,
  WebhookSecretView,
} from "./types.ts";

export const listSources = () => send<Page<SourceView>>("GET", ["sources"], { query: { limit: "200" } });
export const getSource = (id: string) => send<SourceView>("GET", ["sources", id]);
export const createSource = (json: CreateSource) => send<CreatedSourceView>("POST", ["sources"], { json });
export const updateSource = (id: string, json: UpdateSource) => send<SourceView>("PATCH", ["sources", id], { json });
export const deleteSource = (id: string) => send<void>("DELETE", ["sources", id]);
export const rotateWebhookSecret = (id: string) => send<WebhookSecretView>("POST", ["sources", id, "secret"]);
export const makeDeployKey = (id: string, runnerId?: string) =>
  send<SourceView>("POST", ["sources", id, "deploy-key"], { json: runnerId ? { runnerId } : {} });

type Filter = { cursor?: string; limit?: string; sourceId?: string };
export const listDeliveries = (filter: Filter = {}) =>
  send<Page<DeliveryView>>("GET", ["deliveries"], { query: filter });
export const getDelivery = (id: string) => send<DeliveryDetail>("GET", ["deliveries", id]);
export const replayDelivery = (id: string) => send<DeliveryView>("POST", ["deliveries", id, "replay"]);
