import { buildPaths } from "./build-draft.ts";

/** Paths of the fields that the application forms show: errors of these stand beside the field. */
export const applicationFields = [
  "name",
  "environmentId",
  "destinationId",
  "destinations",
  "origin.sourceId",
  "origin.repositoryUrl",
  "origin.branch",
  "origin.watchPaths",
  "origin.image",
  "origin.registryUser",
  "origin.registryPassword",
  "origin.follow",
  ...buildPaths,
  "container.port",
  "container.command",
  "container.arguments",
  "container.capabilities",
  "container.hostPort.port",
  "container.hostPort.address",
  "health.path",
  "keepReleases",
  "host",
] as const;
