export * from "./address.ts";
export * from "./ageing/index.ts";
export * from "./builds/index.ts";
export * from "./capability.ts";
export * from "./cause.ts";
export * from "./certificate.ts";
export * from "./choose-procedure.ts";
export * from "./git-ref.ts";
export * from "./git-url.ts";
export * from "./grammar.ts";
export * from "./host-name.ts";
export * from "./host-spelling.ts";
export * from "./ids.ts";
export * from "./image-push.ts";
export * from "./install-hint.ts";
export { RegistryLine, RegistryLines } from "./jobs/check-registry.ts";
export * from "./jobs/index.ts";
export type { Asked, Everyday } from "./jobs/job-kind.ts";
export * from "./jobs/job-outcome.ts";
export * from "./jobs/job-secrets.ts";
export { maxVolumesAtOnce } from "./jobs/measure-volumes.ts";
export * from "./jobs/on-resource.ts";
export { ImageDigest } from "./jobs/read-digest.ts";
export * from "./jobs/server-routes.ts";
export * from "./kept-images.ts";
export * from "./log.ts";
export * from "./procedure.ts";
export * from "./protocol.ts";
export * from "./refuse.ts";
export * from "./refuse-files.ts";
export * from "./refuse-mounts.ts";
export * from "./refuse-route.ts";
export * from "./registry.ts";
export * from "./server-check.ts";
export * from "./server-user.ts";
export { HealthCheck, refuseHealth, usualHealth } from "./settings/health.ts";
export { type Device, deviceAccess, type HostMount } from "./settings/host.ts";
export { liesIn, MountPath, maxMounts, type VolumeMount } from "./settings/mounts.ts";
export { doPortsMeet, type PublishedPort, portProtocols } from "./settings/network.ts";
export { maxFileBytes, maxFilesBytes, type PlacedFile } from "./settings/placed-files.ts";
export * from "./share.ts";
export * from "./socket-path.ts";
export * from "./status.ts";
export * from "./step.ts";
export * from "./targets/index.ts";
export * from "./text.ts";
export * from "./version.ts";
export * from "./volume.ts";
export {
  type AlertEvent,
  alertEventNames,
  type BulkOutcome,
  type BulkVerb,
  bulkOutcomes,
  bulkVerbs,
  type DeploymentTrigger,
  deploymentMoves,
  deploymentStatuses,
  deploymentTriggers,
  type EnvScope,
  envScopes,
  type Forge,
  forges,
  type InjectedVariable,
  injectedVariables,
  isAtLeast,
  isBareName,
  isShared,
  isTerminalDeployment,
  isTerminalJob,
  isWithin,
  jobStates,
  type KnownCommit,
  longestTag,
  mostOfABulk,
  mostTags,
  type ProxyKind,
  proxyKinds,
  type ReadTemplate,
  type Reference,
  type Role,
  readTemplate,
  referenceText,
  refuseTag,
  roles,
  type SourceAuth,
  sharedName,
  sourceAuths,
  type TagFollowing,
  type TemplatePart,
  type TemplateProblem,
  type TokenScope,
  tagFollowing,
  tagKey,
  tokenScopes,
  type VariableKind,
  variableKinds,
  wordsOfAlert,
  writeTemplate,
} from "./words/index.ts";
export { type RegistryCheckState, type RegistryState, registryCheckStates } from "./words/registries.ts";
export * from "./workload.ts";
