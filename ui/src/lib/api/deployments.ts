import { send } from "./send.ts";
import type { DeploymentDetail, DeploymentView, LogPage, Page, StartDeployment } from "./types.ts";

type Filter = { status?: DeploymentView["status"]; cursor?: string; limit?: string };

export const listDeployments = (filter: Filter = {}) =>
  send<Page<DeploymentView>>("GET", ["deployments"], { query: filter });
export const listDeploymentsOf = (applicationId: string, filter: Filter = {}) =>
  send<Page<DeploymentView>>("GET", ["applications", applicationId, "deployments"], { query: filter });
export const getDeployment = (id: string) => send<DeploymentDetail>("GET", ["deployments", id]);
export const startDeployment = (applicationId: string, json: StartDeployment) =>
  send<DeploymentView>("POST", ["applications", applicationId, "deployments"], { json });
export const redeploy = (id: string, json: { noCache?: boolean } = {}) =>
  send<DeploymentView>("POST", ["deployments", id, "redeploy"], { json });
export const rollBackTo = (id: string) =>
  send<{ deployment: DeploymentView; autoDeploySwitchedOff: boolean }>("POST", ["deployments", id, "rollback"]);
export const cancelDeployment = (id: string) => send<DeploymentView>("POST", ["deployments", id, "cancel"]);

export const readLog = (id: string, after: string | null, signal?: AbortSignal) =>
  send<LogPage>("GET", ["deployments", id, "log"], {
    query: { limit: "1000", after: after ?? undefined },
    ...(signal ? { signal } : {}),
  });
