// One line a kind of job, under its word in the contract.
export { checkRegistry as "check-registry" } from "./check-registry.ts";
export { checkServer as "check-server" } from "./check-server/check-server.ts";
export { deploy } from "./deploy.ts";
export { emptyTrash as "empty-trash" } from "./empty-trash.ts";
export { makeDeployKey as "make-deploy-key" } from "./make-deploy-key.ts";
export { measureVolumes as "measure-volumes" } from "./measure-volumes.ts";
export { readDigest as "read-digest" } from "./read-digest.ts";
export { readHead as "read-head" } from "./read-head.ts";
export { reconcile } from "./reconcile.ts";
export { remove } from "./remove.ts";
export { restart } from "./restart.ts";
export { start } from "./start.ts";
export { stop } from "./stop.ts";
export { syncRoutes as "sync-routes" } from "./sync-routes.ts";
