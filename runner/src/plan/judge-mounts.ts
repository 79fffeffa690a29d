import { type Cause, type ContainerSettings, liesIn, type MountedVolume } from "../../contract/index.ts";
import type { ImageFolders, SeenVolume } from "../ports/volumes.ts";

type Mount = ContainerSettings["mounts"][number];
type Settings = Pick<ContainerSettings, "mounts" | "workingDirectory" | "command" | "arguments">;
export type MountsToJudge = {
  settings: Settings;
  team: string;
  volumes: readonly MountedVolume[];
  seen: readonly SeenVolume[];
  image: ImageFolders;
  /** The environment of the process, over that of its image. */
  env: Readonly<Record<string, string>>;
};

type Reason = { sentence: string; nextAction: string };

/** Why the new version must not start with these mounts: one of them would hide, empty or change what is kept. undefined: it may. */
export function judgeMounts(given: MountsToJudge): Cause | undefined {
  for (const mount of given.settings.mounts) {
    const reason = judgeVolume(mount, given) ?? judgePlace(mount, given);
    if (reason) return { class: "invalid-spec", step: null, evidence: [], ...reason };
  }
  return undefined;
}

/** What the server has under the volume's name. */
function judgeVolume({ volume: id, path }: Mount, { volumes, seen, team }: MountsToJudge): Reason | undefined {
  const volume = volumes.find((each) => each.id === id);
  if (!volume)
    return {
      sentence: `The volume at ${path} was not sent along, so nothing would be mounted there and the container would begin without its data.`,
      nextAction: "Deploy again. If it stays so, mount the volume anew in the storage settings.",
    };
  const { name, dockerName, isAdopted, isMade, share } = volume;
  const there = seen.find((each) => each.dockerName === dockerName);
  if (!there && isAdopted)
    return {
      sentence: `The server has no volume ${dockerName}, which ${name} was adopted from. Docker would make an empty one.`,
      nextAction: "`docker volume ls` on the server lists those that are there: adopt the one that holds the data.",
    };
  if (!there && isMade && !share)
    return {
      sentence: `The volume ${name} (${dockerName}) is gone from the server. A new version would begin with an empty one.`,
      nextAction:
        "Bring it back from a backup under this name, or remove the volume here and mount a new one if its data is not needed.",
    };
  if (!there) return undefined;
  const isForeign = there.owner === null ? !isAdopted : there.owner.team !== team || there.owner.volume !== id;
  if (!isForeign) return undefined;
  return {
    sentence: `The volume ${dockerName} on the server belongs to somebody else: its labels are not those of ${name}.`,
    nextAction: isAdopted
      ? "Adopt a volume that nobody else here has, or mount the one whose labels it carries."
      : "Look with `docker volume inspect` whose it is. One that should be mounted here can be adopted by an admin.",
  };
}

/** Of one whose files another machine has the server keeps only where they are. */
export const isToBeMade = ({ isAdopted, isMade, share }: MountedVolume): boolean =>
  !isAdopted && (!isMade || share !== null);

/** What of the image the mount would hide, and where the image would write past it. */
function judgePlace({ path }: Mount, { settings, image, env }: MountsToJudge): Reason | undefined {
  const isDeclared = image.volumes.includes(path);
  const within = image.volumes.find((each) => each !== path && liesIn(each, path));
  if (within !== undefined && !isMounted(settings, within))
    return {
      sentence: `The image keeps its files at ${within} in a volume of its own, which would lie over the one at ${path}: that one would stay empty.`,
      nextAction: `Mount the volume at ${within}.`,
    };
  const around = image.volumes.find((each) => each !== path && liesIn(path, each));
  if (around !== undefined && !isDeclared && !isMounted(settings, around))
    return {
      sentence: `The image keeps its files at ${around}, around ${path}: what it writes beside ${path} would go with each container.`,
      nextAction: `Mount the volume at ${around}.${isPostgres(image) ? " From version 18 on Postgres keeps its data in a folder of its version below that." : ""}`,
    };
  if (isDeclared) return movedData(settings, { image, env });
  const directory = settings.workingDirectory ?? (image.workingDirectory || "/");
  if (directory !== "/" && liesIn(directory, path))
    return {
      sentence: `The image works in ${directory}, so a volume at ${path} would hide the program itself, or keep an old one for ever.`,
      nextAction: `Mount it at a folder that only holds data, such as ${directory}/data. If nothing of the program lies there, set another working directory.`,
    };
  const program = beginsWith({ settings, image }).find((word) => word.startsWith("/") && liesIn(word, path));
  if (program !== undefined)
    return {
      sentence: `The container begins with ${program}, which a volume at ${path} would hide, or keep an old one of for ever.`,
      nextAction: "Mount it at a folder that only holds data, such as /data.",
    };
  return movedData(settings, { image, env });
}

const isMounted = ({ mounts }: Settings, folder: string) => mounts.some(({ path }) => path === folder);
const isPostgres = ({ env }: ImageFolders) => Object.hasOwn(env, "PG_MAJOR");

function beginsWith({ settings, image }: { settings: Settings; image: ImageFolders }): readonly string[] {
  if (settings.command !== null) return settings.command.split(/\s+/);
  return settings.arguments === null ? image.begins : [...image.begins.slice(0, 1), ...settings.arguments];
}

/** A variable that leads the data past every mount. */
function movedData(settings: Settings, { image, env }: Pick<MountsToJudge, "image" | "env">): Reason | undefined {
  const folder = env.PGDATA ?? image.env.PGDATA;
  if (folder === undefined || !isPostgres(image)) return undefined;
  if (settings.mounts.some(({ path }) => liesIn(folder, path))) return undefined;
  return {
    sentence: `Postgres keeps its data at ${folder} (PGDATA), which no volume covers: it would go with the container.`,
    nextAction:
      env.PGDATA === undefined
        ? `Mount the volume at ${image.volumes.find((each) => liesIn(folder, each)) ?? folder}.`
        : "Remove the variable PGDATA, or mount the volume where it leads.",
  };
}

/** Where the image keeps files in volumes that nobody named. Those go with their container. */
export const unnamedVolumes = (
  mounts: readonly { type: string; name: string; path: string }[],
  volumes: readonly MountedVolume[],
): string[] =>
  mounts
    .filter(({ type, name }) => type === "volume" && !volumes.some(({ dockerName }) => dockerName === name))
    .map(({ path }) => path)
    .sort();

/** What a person is told of one. */
export const unnamedWarning = (path: string): string =>
  `The image keeps files at ${path} in a volume without a name, and they are lost with the next deployment. Mount a volume at ${path} to keep them.`;
