import { type Settled, saveChanges } from "../forms/save-changes.ts";
import { told, v1 } from "./client.ts";
import { pageQuery } from "./pages.ts";
import type { CreateSource, SourceView, UpdateSource } from "./types.ts";

const one = v1.sources[":id"];

export const listSources = (cursor?: string) => told(v1.sources.$get({ query: pageQuery(cursor) }));
export const getSource = (id: string) => told(one.$get({ param: { id } }));
/** Applications that read what the source is not for: as it is, or as it would be. An empty address means none. */
export const listStrangers = (id: string, query: { baseUrl?: string; auth?: SourceView["auth"] } = {}) =>
  told(one.strangers.$get({ param: { id }, query }));
export const createSource = (json: CreateSource) => told(v1.sources.$post({ json }));
export const updateSource = (read: SourceView, set: UpdateSource, settled?: Settled) =>
  saveChanges(set, { read, settled, send: (json) => told(one.$patch({ param: { id: read.id }, json })) });
export const deleteSource = (id: string) => told(one.$delete({ param: { id } }));
export const rotateWebhookSecret = (id: string) => told(one.secret.$post({ param: { id } }));
export const makeDeployKey = (id: string) => told(one["deploy-key"].$post({ param: { id }, json: {} }));

type Filter = { cursor?: string; limit?: string; sourceId?: string };
/** An empty cursor means the first page. */
export const listDeliveries = ({ cursor, ...filter }: Filter = {}) =>
  told(v1.deliveries.$get({ query: { ...filter, ...(cursor ? { cursor } : {}) } }));
export const getDelivery = (id: string) => told(v1.deliveries[":id"].$get({ param: { id } }));
export const replayDelivery = (id: string) => told(v1.deliveries[":id"].replay.$post({ param: { id } }));
