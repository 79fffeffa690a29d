import type { InferRequestType } from "hono/client";
import { told, v1 } from "./client.ts";

type Filter = InferRequestType<typeof v1.deployments.$get>["query"];
const one = v1.deployments[":id"];
const ofApplication = v1.applications[":id"].deployments;

/** An empty cursor means the first page. */
const queryOf = ({ cursor, ...filter }: Filter) => ({ query: { ...filter, ...(cursor ? { cursor } : {}) } });

export const listDeployments = (filter: Filter = {}) => told(v1.deployments.$get(queryOf(filter)));
export const listDeploymentsOf = (id: string, filter: Filter = {}) =>
  told(ofApplication.$get({ param: { id }, ...queryOf(filter) }));
/** Of several servers the steps are those of the one that is named, or of the first. */
export const getDeployment = (id: string, server: string | null = null) =>
  told(one.$get({ param: { id }, query: server ? { server } : {} }));
export const startDeployment = (id: string, json: { commit?: string; noCache?: boolean }) =>
  told(ofApplication.$post({ param: { id }, json }));
export const redeploy = (id: string) => told(one.redeploy.$post({ param: { id } }));
export const rollBackTo = (id: string) => told(one.rollback.$post({ param: { id } }));
export const cancelDeployment = (id: string) => told(one.cancel.$post({ param: { id } }));

/** Chunks in a full page of a log: the most the control plane gives at once. */
export const logPageSize = 1_000;

export const readLog = (
  { id, server }: { id: string; server: string | null },
  { after, signal }: { after: string | null; signal: AbortSignal },
) =>
  told(
    one.log.$get(
      {
        param: { id },
        query: { limit: String(logPageSize), ...(after ? { after } : {}), ...(server ? { server } : {}) },
      },
      { init: { signal } },
    ),
  );
