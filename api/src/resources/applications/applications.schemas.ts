import {
  ContainerSettings,
  DisplayName,
  GitRef,
  GitUrl,
  HealthCheck,
  ImageRepository,
  ImageTag,
  idOf,
  judgedBy,
  refuseRef,
  tagFollowing,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";
import { saveOf } from "../../kit/http/revision.ts";
import { mostTargets } from "../../rules/target-changes.ts";
import { BuildInput } from "./builds/index.ts";
import { ImageName } from "./image-name.ts";

export const ApplicationId = v.object({ id: idOf("application") });
export const ApplicationQuery = v.object({
  ...PageQuery.entries,
  projectId: v.optional(idOf("project")),
  environmentId: v.optional(idOf("environment")),
  serverId: v.optional(idOf("server")),
  sourceId: v.optional(idOf("source")),
});
export type ApplicationQuery = v.InferOutput<typeof ApplicationQuery>;

const WatchPath = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(/^!?[^\s!][^\r\n\0]*$/, "must be a pattern such as src/** or !docs/**"),
);
const WatchPaths = v.pipe(v.array(WatchPath), v.maxLength(50));
const KeepReleases = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50));

/** Rows of before may hold what git has no branch for, HEAD for one. */
const Branch = v.pipe(GitRef, judgedBy(refuseRef));

/** Code from a repository: through a source, or any public URL without one. */
const GitOrigin = v.strictObject({
  kind: v.literal("git"),
  sourceId: v.optional(v.nullable(idOf("source")), null),
  repositoryUrl: GitUrl,
  branch: v.optional(Branch, "main"),
  autoDeploy: v.optional(v.boolean(), true),
  watchPaths: v.optional(WatchPaths, []),
  submodules: v.optional(v.boolean(), false),
  lfs: v.optional(v.boolean(), false),
});
const ImageOrigin = v.strictObject({
  kind: v.literal("image"),
  image: ImageName,
  /** The login of the team's registries that it is pulled with; null: the default for the image's address, if there is one. */
  registryId: v.optional(v.nullable(idOf("registry")), null),
  /** What happens when the image's tag leads to another image: nothing, the channels are told, or it is deployed as well. Left out keeps what is. */
  follow: v.optional(v.picklist(tagFollowing)),
});
export const Origin = v.variant("kind", [GitOrigin, ImageOrigin]);
export type Origin = v.InferOutput<typeof Origin>;

export const ContainerInput = v.partial(ContainerSettings);
/** What is in files is uploaded to an application that is there. */
const NewContainer = v.omit(ContainerInput, ["files"]);
export type ContainerInput = v.InferOutput<typeof ContainerInput>;
export const HealthInput = v.partial(HealthCheck);
export type HealthInput = v.InferOutput<typeof HealthInput>;

const Destinations = v.pipe(v.array(idOf("destination")), v.minLength(1), v.maxLength(mostTargets));

/** Where what is built is pushed, under the id of its commit. Servers that did not build it pull it from there. */
const PushInput = v.strictObject({
  /** A login of the team's registries that may write there. */
  registryId: idOf("registry"),
  /** Whole, without a tag: `ghcr.io/acme/shop`. */
  repository: ImageRepository,
  /** A tag that each push moves as well. */
  tag: v.optional(v.nullable(ImageTag), null),
});
export type PushInput = v.InferOutput<typeof PushInput>;

export const CreateApplication = v.strictObject({
  name: DisplayName,
  environmentId: idOf("environment"),
  /** Where it runs. Several servers are named by `destinations`. */
  destinationId: v.optional(idOf("destination")),
  /** Each on a server of its own; every one of them runs the application. */
  destinations: v.optional(Destinations),
  origin: Origin,
  /** Left out: `dockerfile` for git, `image` for an image. */
  build: v.optional(BuildInput),
  /** null: its image stays on its servers. */
  push: v.optional(v.nullable(PushInput), null),
  container: v.optional(NewContainer, {}),
  /** null switches the readiness check off. */
  health: v.optional(v.nullable(HealthInput), {}),
  keepReleases: v.optional(KeepReleases, 3),
});
export type CreateApplication = v.InferOutput<typeof CreateApplication>;

/** `origin` and `build` replace the stored ones; `container` and `health` change only the fields given. */
export const UpdateApplication = saveOf({
  name: DisplayName,
  environmentId: idOf("environment"),
  destinationId: idOf("destination"),
  /** The whole list. A server that is added gets the release that serves; from one that is left out it is removed. */
  destinations: Destinations,
  origin: Origin,
  build: BuildInput,
  push: v.nullable(PushInput),
  container: ContainerInput,
  health: v.nullable(HealthInput),
  keepReleases: KeepReleases,
});
export type UpdateApplication = v.InferOutput<typeof UpdateApplication>;
