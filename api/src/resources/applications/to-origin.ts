import type { Database } from "@fairlead/db";
import { registryOf } from "@fairlead/runner/contract";
import { conflict, invalidField } from "../../rules/errors.ts";
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

async function gitColumns(db: Database, origin: GitOrigin, { placements }: { placements: readonly Placement[] }) {
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
    registryUser: null,
    registryPassword: null,
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

type OriginContext = ImageContext & { placements: readonly Placement[] };
type ImageContext = { before?: ApplicationRow; seal(password: string): Promise<string> };

/** A stored password stays only while user and registry do: a new image must not carry it to another host. */
async function imageColumns(origin: ImageOrigin, { before, seal }: ImageContext) {
  const { image, registryUser, registryPassword } = origin;
  const followTag = followingOf(origin, before);
  const isSameLogin =
    before?.image != null && registryOf(before.image) === registryOf(image) && before.registryUser === registryUser;
  const kept = isSameLogin ? (before?.registryPassword ?? null) : null;
  const password = registryPassword === undefined ? kept : registryPassword && (await seal(registryPassword));
  if ((registryUser === null) !== (password === null))
    throw invalidField(
      registryUser === null ? "origin.registryUser" : "origin.registryPassword",
      "a registry login needs both user and password",
    );
  const isFollowedAlready = before?.image === image && before.followTag === followTag;
  const following = { followTag, ...(isFollowedAlready ? {} : toBeFollowed) };
  return { ...noGit, image, registryUser, registryPassword: password, ...following };
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
  const columns = origin.kind === "git" ? await gitColumns(db, origin, context) : await imageColumns(origin, context);
  const isSameHead =
    columns.repositoryUrl === context.before?.repositoryUrl && columns.branch === context.before?.branch;
  // Saving an origin, even the same, accepts the repository that has its name now: the forge's id is learnt anew.
  return { ...columns, ...asNamed, ...(isSameHead ? {} : { lastSeenHead: null, headPolledAt: null }) };
}
