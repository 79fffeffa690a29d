// One line a kind of job, under its word in the contract. `deps.kinds` is this; the compiler keeps it whole.
export { checkRegistry as "check-registry" } from "./places/registries/jobs/check-registry.ts";
export { readDigest as "read-digest" } from "./pushes/jobs/read-digest.ts";
export { readHead as "read-head" } from "./pushes/jobs/read-head.ts";
export { deploy } from "./releases/jobs/deploy.ts";
export { reconcile } from "./releases/jobs/reconcile.ts";
export { remove } from "./releases/jobs/remove.ts";
export { restart } from "./releases/jobs/restart.ts";
export { start } from "./releases/jobs/start.ts";
export { stop } from "./releases/jobs/stop.ts";
export { checkServer as "check-server" } from "./resources/jobs/check-server.ts";
export { emptyTrash as "empty-trash" } from "./resources/volumes/jobs/empty-trash.ts";
export { measureVolumes as "measure-volumes" } from "./resources/volumes/jobs/measure-volumes.ts";
export { syncRoutes as "sync-routes" } from "./routing/jobs/sync-routes.ts";
export { makeDeployKey as "make-deploy-key" } from "./sources/jobs/make-deploy-key.ts";
