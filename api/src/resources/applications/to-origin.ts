import type { Database } from "@fairlead/db";
import { registryOf } from "@fairlead/runner/contract";
import { findLogin } from "../../places/registries/registries.store.ts";
import { conflict, invalidField, invalidPair } from "../../rules/errors.ts";
import { repositoryOf } from "../../rules/repository-url.ts";
import { strangerTo } from "../../rules/source-reach.ts";
import { getSource, type SourceRow } from "../../sources/sources.store.ts";
import type { Placement } from "../placement.store.ts";
import type { Origin } from "./applications.schemas.ts";
import type { ApplicationChange, ApplicationRow } from "./applications.store.ts";

type GitOrigin = Extract<Origin, { kind: "git" }>;
type ImageOrigin = Extract<Origin, { kind: "image" }>;

/** What a source demands of the URLs cloned with it: its credentials go nowhere else. */
function checkSource(source: SourceRow, { repositoryUrl, placement }: { repositoryUrl: string; placement: Placement }) {
  const stranger = strangerTo(source, repositoryUrl);
  if (stranger !== undefined) throw invalidField("origin.repositoryUrl", stranger);
  if (source.auth === "deploy-key" && source.deployKeyRunnerId !== placement.runnerId)
    throw conflict(
      "source.deploy_key_elsewhere",
      `The deploy key of ${source.name} is kept by another runner than ${placement.runnerName}, which reaches ${placement.name}. Use a source whose key it keeps.`,
    );
}

async function gitColumns(db: Database, origin: GitOrigin, { placements }: Pick<OriginContext, "placements">) {
  const { sourceId, repositoryUrl, branch, autoDeploy, watchPaths, submodules, lfs } = origin;
  const source = sourceId === null ? null : await getSource(db, placements[0]?.teamId ?? "", sourceId);
  if (source) for (const placement of placements) checkSource(source, { repositoryUrl, placement });
  return {
    sourceId,
    repositoryUrl,
    repository: repositoryOf(repositoryUrl, source?.baseUrl ?? null),
    branch,
    autoDeploy,
    watchPaths,
    submodules,
    lfs,
    image: null,
    registryId: null,
    ...notFollowed,
  };
}

/** Whatever was seen of a tag before is of no use to what is followed from now on. */
const toBeFollowed = { seenDigest: null, digestTrouble: null, nextDigestAt: 0 };
const notFollowed = { ...toBeFollowed, followTag: "off" as const };

const noGit = {
  sourceId: null,
  repositoryUrl: null,
  repository: null,
  branch: null,
  autoDeploy: false,
  watchPaths: [],
  submodules: false,
  lfs: false,
};

function followingOf({ image, follow }: ImageOrigin, before: ApplicationRow | undefined) {
  const isFixed = image.includes("@");
  if (isFixed && follow !== undefined && follow !== "off")
    throw invalidField("origin.follow", "cannot be: a digest names one image for ever. Name the image by its tag");
  return isFixed ? "off" : (follow ?? before?.followTag ?? "off");
}

type OriginContext = { before?: ApplicationRow; teamId: string; placements: readonly Placement[] };

/** A login is told to its own registry alone. */
async function refuseOtherLogin(db: Database, teamId: string, { image, registryId }: ImageOrigin) {
  if (registryId === null) return;
  const login = await findLogin(db, teamId, registryId);
  const registry = registryOf(image);
  if (!login) throw invalidField("origin.registryId", "must be a registry of the team");
  if (login.address !== registry)
    throw invalidPair(
      ["origin.registryId", "origin.image"],
      `is a login for ${login.address}, and the image is of ${registry}. Choose one for ${registry}, or none`,
    );
}

async function imageColumns(db: Database, origin: ImageOrigin, { before, teamId }: OriginContext) {
  const { image, registryId } = origin;
  await refuseOtherLogin(db, teamId, origin);
  const followTag = followingOf(origin, before);
  const isFollowedAlready = before?.image === image && before.followTag === followTag;
  const following = { followTag, ...(isFollowedAlready ? {} : toBeFollowed) };
  return { ...noGit, image, registryId, ...following };
}

const asNamed = {
  repositoryForgeId: null,
  repositoryMovedFrom: null,
  repositoryMovedTo: null,
  repositoryMovedAt: null,
};

/** Columns of an origin, checked against its source and against where the application runs. */
export async function toOriginColumns(
  db: Database,
  origin: Origin,
  context: OriginContext,
): Promise<ApplicationChange> {
  const columns =
    origin.kind === "git" ? await gitColumns(db, origin, context) : await imageColumns(db, origin, context);
  const isSameHead =
    columns.repositoryUrl === context.before?.repositoryUrl && columns.branch === context.before?.branch;
  // Saving an origin, even the same, accepts the repository that has its name now: the forge's id is learnt anew.
  return { ...columns, ...asNamed, ...(isSameHead ? {} : { lastSeenHead: null, headPolledAt: null }) };
}
