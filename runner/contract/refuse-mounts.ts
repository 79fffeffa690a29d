import { liesIn, type VolumeMount } from "./settings/mounts.ts";

/** Without what lies in these nothing starts in a container; a volume over them would take it away. */
const systemFolders = ["/bin", "/sbin", "/lib", "/lib64", "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/local/bin"];
/** Docker writes into these itself, for each container anew. */
const dockersFolders = ["/etc"];

export type MountRefusal = { field: string; message: string };
type Judged = {
  mounts: readonly VolumeMount[];
  hostMounts?: readonly { path: string }[];
  temporaryFolders: readonly { path: string }[];
};

/** Why mounts cannot be as they are, whatever the image; the first reason of each. Forms and the API say the same. */
export function refuseMounts({ mounts, hostMounts = [], temporaryFolders }: Judged): MountRefusal[] {
  const ofServer = hostMounts.flatMap(({ path }, index) => {
    const message = refusePath(path) ?? meetsVolume(path, mounts) ?? meetsTemporary(path, temporaryFolders);
    return message === undefined ? [] : [{ field: `hostMounts.${index}.path`, message }];
  });
  const ofVolumes = mounts.flatMap(({ path }, index) => {
    const others = mounts.slice(0, index).map((each) => each.path);
    const message = refusePath(path) ?? meetsOther(path, others) ?? meetsTemporary(path, temporaryFolders);
    return message === undefined ? [] : [{ field: `mounts.${index}.path`, message }];
  });
  return [...ofVolumes, ...ofServer];
}

function meetsVolume(path: string, volumes: readonly { path: string }[]): string | undefined {
  const met = volumes.find((volume) => liesIn(volume.path, path) || liesIn(path, volume.path));
  return met === undefined ? undefined : `meets the volume at ${met.path}: the one would hide files of the other`;
}

function refusePath(path: string): string | undefined {
  const hidden = [...systemFolders, ...dockersFolders].find((folder) => liesIn(folder, path));
  if (hidden !== undefined)
    return `would hide ${hidden} of the image, and nothing would start: mount a folder of its own, such as /data`;
  const within = systemFolders.find((folder) => liesIn(path, folder));
  return within === undefined
    ? undefined
    : `lies among the programs of the image in ${within}: mount a folder of its own, such as /data`;
}

function meetsOther(path: string, others: readonly string[]): string | undefined {
  const around = others.find((other) => liesIn(path, other));
  if (around === path) return "has a volume already: one folder takes one volume";
  if (around !== undefined) return `lies in ${around}, which is a volume too: the one would hide a folder of the other`;
  const inside = others.find((other) => liesIn(other, path));
  return inside === undefined
    ? undefined
    : `holds ${inside}, which is a volume too: the one would hide a folder of the other`;
}

function meetsTemporary(path: string, folders: Judged["temporaryFolders"]): string | undefined {
  const met = folders.find((folder) => liesIn(folder.path, path) || liesIn(path, folder.path));
  return met === undefined
    ? undefined
    : `meets the temporary folder ${met.path}, which is empty at each start: take one of them away`;
}
