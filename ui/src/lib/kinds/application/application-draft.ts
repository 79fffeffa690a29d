import type { GitBuildWord } from "@fairlead/runner/contract/words/builds/index.ts";
import type { TagFollowing } from "@fairlead/runner/contract/words/tags-followed.ts";
import type {
  ApplicationView,
  BuildInput,
  CreateApplication,
  Origin,
  Push,
  UpdateApplication,
} from "../../api/types.ts";
import { wholeIn } from "../../forms/typed-numbers.ts";
import type { SettingsDraft } from "../../settings/setting-fields.ts";
import { buildDraftOf, gitBuildOf } from "./build-draft.ts";
import type { Capability } from "./capabilities.ts";
import { startOf, typedOf } from "./start-command.ts";

/** What the fields of an application hold while somebody edits them: text, so that half-typed numbers survive. */
export type ApplicationDraft = {
  name: string;
  environmentId: string;
  destinationId: string;
  /** Destinations on further servers in their order, parted by spaces; the first one is `destinationId`. */
  further: string;
  originKind: "git" | "image";
  sourceId: string;
  repositoryUrl: string;
  branch: string;
  autoDeploy: boolean;
  watchPaths: string;
  submodules: boolean;
  lfs: boolean;
  image: string;
  /** Empty: the team's default for the image's registry. */
  registryId: string;
  follow: TagFollowing;
  /** Where what is built is pushed; an empty repository: nowhere. */
  pushRepository: string;
  pushRegistryId: string;
  pushTag: string;
  buildKind: GitBuildWord;
  /** By the name of the field, of all kinds at once. */
  build: SettingsDraft;
  port: string;
  /** A line for a shell, or a list. */
  command: string;
  init: boolean;
  capabilities: Capability[];
  /** Empty: none. */
  hostPort: string;
  hostAddress: string;
  hasHealth: boolean;
  healthPath: string;
  keepReleases: string;
};

export const emptyDraft = (): ApplicationDraft => ({
  name: "",
  environmentId: "",
  destinationId: "",
  further: "",
  originKind: "git",
  sourceId: "",
  repositoryUrl: "",
  branch: "main",
  autoDeploy: true,
  watchPaths: "",
  submodules: false,
  lfs: false,
  image: "",
  registryId: "",
  follow: "off",
  pushRepository: "",
  pushRegistryId: "",
  pushTag: "",
  buildKind: "dockerfile",
  build: buildDraftOf({}),
  port: "3000",
  command: "",
  init: true,
  capabilities: [],
  hostPort: "",
  hostAddress: "127.0.0.1",
  hasHealth: true,
  healthPath: "/",
  keepReleases: "3",
});

const orNull = (text: string) => text.trim() || null;

export function draftOf(view: ApplicationView): ApplicationDraft {
  const { origin, build, container, health } = view;
  return {
    ...emptyDraft(),
    name: view.name,
    environmentId: view.environment.id,
    destinationId: view.destinations[0] ?? view.destinationId,
    further: view.destinations.slice(1).join(" "),
    originKind: origin.kind,
    ...(origin.kind === "git"
      ? {
          sourceId: origin.sourceId ?? "",
          repositoryUrl: origin.repositoryUrl,
          branch: origin.branch,
          autoDeploy: origin.autoDeploy,
          watchPaths: origin.watchPaths.join("\n"),
          submodules: origin.submodules,
          lfs: origin.lfs,
        }
      : { image: origin.image, registryId: origin.registryId ?? "", follow: origin.follow }),
    ...(build.kind === "image" ? {} : { buildKind: build.kind }),
    build: buildDraftOf(build),
    ...(view.push
      ? {
          pushRepository: view.push.repository,
          pushRegistryId: view.push.registryId,
          pushTag: view.push.tag ?? "",
        }
      : {}),
    port: String(container.port),
    command: typedOf(container),
    init: container.init,
    capabilities: container.capabilities ?? [],
    hostPort: container.hostPort ? String(container.hostPort.port) : "",
    hostAddress: container.hostPort?.address ?? "127.0.0.1",
    hasHealth: health !== null,
    ...(health ? { healthPath: health.path } : {}),
    keepReleases: String(view.keepReleases),
  };
}

export function originOf(draft: ApplicationDraft): Origin {
  if (draft.originKind === "image") {
    return { kind: "image", image: draft.image.trim(), follow: draft.follow, registryId: orNull(draft.registryId) };
  }
  return {
    kind: "git",
    sourceId: orNull(draft.sourceId),
    repositoryUrl: draft.repositoryUrl.trim(),
    branch: draft.branch.trim(),
    autoDeploy: draft.autoDeploy,
    watchPaths: draft.watchPaths
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    submodules: draft.submodules,
    lfs: draft.lfs,
  };
}

/** An image is never built, whatever build was chosen before. */
export const buildOf = ({ originKind, buildKind, build }: ApplicationDraft): BuildInput =>
  originKind === "image" ? { kind: "image" } : gitBuildOf(buildKind, build);

/** Without a port the address means nothing. */
const hostPortOf = ({ hostPort, hostAddress }: ApplicationDraft) =>
  hostPort.trim() === ""
    ? null
    : { port: wholeIn("container.hostPort.port", hostPort), address: hostAddress.trim() || "127.0.0.1" };

export function containerOf(draft: ApplicationDraft): Required<Pick<UpdateApplication, "container" | "health">> {
  return {
    container: {
      port: wholeIn("container.port", draft.port),
      ...startOf(draft.command),
      init: draft.init,
      capabilities: draft.capabilities,
      hostPort: hostPortOf(draft),
    },
    health: draft.hasHealth ? { path: draft.healthPath.trim() } : null,
  };
}

export function pushOf({ originKind, pushRepository, pushRegistryId, pushTag }: ApplicationDraft): Push | null {
  const repository = pushRepository.trim();
  if (originKind === "image" || repository === "") return null;
  return { repository, registryId: pushRegistryId, tag: orNull(pushTag) };
}

/** Where it shall run; the first counts once, wherever else it was ticked. */
export const destinationsOf = ({ destinationId, further }: Pick<ApplicationDraft, "destinationId" | "further">) => [
  destinationId,
  ...furtherOf({ further }).filter((id) => id !== destinationId),
];
export const furtherOf = ({ further }: Pick<ApplicationDraft, "further">) => further.split(" ").filter(Boolean);

export const createOf = (draft: ApplicationDraft): CreateApplication => ({
  name: draft.name.trim(),
  environmentId: draft.environmentId,
  destinations: destinationsOf(draft),
  origin: originOf(draft),
  build: buildOf(draft),
  ...containerOf(draft),
  keepReleases: wholeIn("keepReleases", draft.keepReleases),
});

/** A first name for an application: the last part of its repository or image. */
export function nameFrom(address: string): string {
  const last = address
    .trim()
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .split(/[/:]/)
    .filter(Boolean);
  const part =
    /:[\w.-]+$/.test(address) && !address.includes("://") && !address.includes("@") ? last.at(-2) : last.at(-1);
  return (part ?? "").replace(/\.git$/, "").replace(/@.*$/, "");
}
