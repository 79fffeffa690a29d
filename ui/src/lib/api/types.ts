// The shapes the control plane states for its answers and bodies: types only, nothing of it is bundled.
export type { ApplicationItem, ApplicationView } from "../../../../api/src/applications/application-views.ts";
export type {
  BuildInput,
  CreateApplication,
  Origin,
  UpdateApplication,
} from "../../../../api/src/applications/applications.schemas.ts";
export type {
  DeploymentDetail,
  DeploymentView,
  StartDeployment,
  StepView,
} from "../../../../api/src/deployments/deployments.schemas.ts";
export type { CreateDomain, DomainView, UpdateDomain } from "../../../../api/src/domains/domains.schemas.ts";
export type { EnvironmentView } from "../../../../api/src/environments/environments.schemas.ts";
export type { JobView } from "../../../../api/src/jobs/jobs.schemas.ts";
export type { LogChunkView, LogEnd, LogPage } from "../../../../api/src/logs/logs.schemas.ts";
export type {
  ChannelSettings,
  ChannelView,
  CreateChannel,
  CreatedChannelView,
  NotificationEvent,
  NotificationView,
  UpdateChannel,
} from "../../../../api/src/notifications/notifications.schemas.ts";
export type { ProjectView } from "../../../../api/src/projects/projects.schemas.ts";
export type { EnrolmentView, RunnerView } from "../../../../api/src/runners/runners.schemas.ts";
export type { DestinationView } from "../../../../api/src/servers/destinations.schemas.ts";
export type { CreateServer, ServerView, UpdateServer } from "../../../../api/src/servers/servers.schemas.ts";
export type {
  CreatedSourceView,
  CreateSource,
  SourceView,
  UpdateSource,
  WebhookSecretView,
} from "../../../../api/src/sources/sources.schemas.ts";
export type {
  CreateVariable,
  ReplaceVariables,
  UpdateVariable,
  VariableView,
} from "../../../../api/src/variables/variables.schemas.ts";
export type { DeliveryDetail, DeliveryView } from "../../../../api/src/webhooks/deliveries.schemas.ts";

/** One page of a list, newest first. */
export type Page<T> = { items: T[]; nextCursor: string | null };
