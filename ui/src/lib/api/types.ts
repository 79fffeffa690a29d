// The shapes of the control plane, read off its routes: types only, nothing of it is bundled.
import type { InferRequestType } from "hono/client";
import type * as applications from "./applications.ts";
import type * as changes from "./changes.ts";
import type * as channels from "./channels.ts";
import type { v1 } from "./client.ts";
import type * as deployments from "./deployments.ts";
import type * as files from "./files.ts";
import type * as projects from "./projects.ts";
import type * as registries from "./registries.ts";
import type * as servers from "./servers.ts";
import type * as sources from "./sources.ts";
import type * as variables from "./variables.ts";
import type * as volumes from "./volumes.ts";

type Call = (...given: never[]) => Promise<unknown>;
type Answer<C extends Call> = Awaited<ReturnType<C>>;
type ItemOf<C extends Call> = Answer<C> extends { items: (infer T)[] } ? T : never;
type Body<C> = InferRequestType<C> extends { json: infer T } ? T : never;
/** What a save may change: the revision is the matter of `saveChanges`. */
type Fields<B> = Omit<B, "revision">;
type V1 = typeof v1;

export type ProjectView = Answer<typeof projects.getProject>;
export type EnvironmentView = ItemOf<typeof projects.listEnvironments>;

export type ApplicationItem = ItemOf<typeof applications.listApplications>;
export type ApplicationView = Answer<typeof applications.getApplication>;
export type GitMove = NonNullable<Extract<ApplicationView["origin"], { kind: "git" }>["moved"]>;
export type CreateApplication = Body<V1["applications"]["$post"]>;
export type UpdateApplication = Fields<Body<V1["applications"][":id"]["$patch"]>>;
export type Origin = CreateApplication["origin"];
export type Push = NonNullable<CreateApplication["push"]>;
export type BuildInput = NonNullable<CreateApplication["build"]>;
export type DomainView = ItemOf<typeof applications.listDomains>;
export type CreateDomain = Body<V1["applications"][":id"]["domains"]["$post"]>;
export type UpdateDomain = Fields<Body<V1["domains"][":id"]["$patch"]>>;
export type VariableView = ItemOf<typeof variables.listVariables>;
export type ReferenceView = VariableView["references"][number];
export type InheritedVariable = Awaited<ReturnType<typeof variables.listVariables>>["inherited"][number];
export type VariableList = Awaited<ReturnType<typeof variables.listVariables>>;
export type VariableHolder = InheritedVariable["from"];
export type FileView = ItemOf<typeof files.listFiles>;
export type CreateFile = Body<V1["resources"][":id"]["files"]["$post"]>;
export type CreateVariable = Body<V1["applications"][":id"]["variables"]["$post"]>;
export type UpdateVariable = Fields<Body<V1["variables"][":id"]["$patch"]>>;
export type ReplaceVariables = Body<V1["applications"][":id"]["variables"]["$put"]>;

export type ChangesView = Answer<typeof changes.getChanges>;
export type ChangeView = ChangesView["changes"][number];

export type DeploymentView = ItemOf<typeof deployments.listDeployments>;
export type DeploymentDetail = Answer<typeof deployments.getDeployment>;
export type StepView = DeploymentDetail["steps"][number];
export type LogPage = Answer<typeof deployments.readLog>;
export type LogChunkView = LogPage["chunks"][number];
/** Last event of a log's stream. */
export type LogEnd = Pick<LogPage, "missingChunks" | "isTruncated">;

export type ServerView = Answer<typeof servers.getServer>;
export type CreateServer = Body<V1["servers"]["$post"]>;
export type UpdateServer = Fields<Body<V1["servers"][":id"]["$patch"]>>;
export type DestinationView = ItemOf<typeof servers.listDestinations>;
export type RunnerView = ItemOf<typeof servers.listRunners>;
export type EnrolmentView = Answer<typeof servers.enrolRunner>;

export type SourceView = Answer<typeof sources.getSource>;
export type CreatedSourceView = Answer<typeof sources.createSource>;
export type Stranger = ItemOf<typeof sources.listStrangers>;
export type CreateSource = Body<V1["sources"]["$post"]>;
export type UpdateSource = Fields<Body<V1["sources"][":id"]["$patch"]>>;
export type DeliveryView = ItemOf<typeof sources.listDeliveries>;

export type RegistryView = ItemOf<typeof registries.listRegistries>;
export type CreateRegistry = Body<V1["registries"]["$post"]>;
export type UpdateRegistry = Fields<Body<V1["registries"][":id"]["$patch"]>>;

export type VolumeView = ItemOf<typeof volumes.listVolumes>;
export type CreateVolume = Body<V1["volumes"]["$post"]>;

export type ChannelView = ItemOf<typeof channels.listChannels>;
export type CreateChannel = Body<V1["channels"]["$post"]>;
export type UpdateChannel = Fields<Body<V1["channels"][":id"]["$patch"]>>;
export type ChannelSettings = CreateChannel["settings"];
export type NotificationEvent = ChannelView["events"][number];
export type NotificationView = ItemOf<typeof channels.listNotifications>;
