import { liesIn } from "./settings/mounts.ts";

type Placed = { path: string };
type Judged = {
  files: readonly Placed[];
  mounts: readonly Placed[];
  hostMounts: readonly Placed[];
  temporaryFolders: readonly Placed[];
  isReadOnly: boolean;
};

/** Docker writes these itself, for each container anew. */
const dockersFiles = ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"];

/** Why files cannot lie where they are to, whatever the image; the first reason of each. Forms and the API say the same. */
export function refuseFiles({ files, mounts, hostMounts, temporaryFolders, isReadOnly }: Judged) {
  return files.flatMap(({ path }, index) => {
    const message =
      meetsFile(path, files.slice(0, index)) ??
      (dockersFiles.includes(path)
        ? "is written by Docker at each start: set hosts and names in the settings"
        : undefined) ??
      meetsFolder(path, { mounts, hostMounts, temporaryFolders }) ??
      (isReadOnly
        ? "cannot be put into read-only files: take that setting away, or build it into the image"
        : undefined);
    return message === undefined ? [] : [{ field: `files.${index}.path`, message }];
  });
}

function meetsFile(path: string, others: readonly Placed[]): string | undefined {
  const met = others.find((other) => liesIn(other.path, path) || liesIn(path, other.path));
  if (met === undefined) return undefined;
  return `meets the file ${met.path}: one of the two would have to be a folder`;
}

function meetsFolder(path: string, { mounts, hostMounts, temporaryFolders }: Omit<Judged, "files" | "isReadOnly">) {
  const kinds = [
    ["volume", mounts],
    ["folder of the server", hostMounts],
    ["temporary folder", temporaryFolders],
  ] as const;
  for (const [kind, folders] of kinds) {
    const met = folders.find((folder) => liesIn(path, folder.path) || liesIn(folder.path, path));
    if (met) return `meets the ${kind} at ${met.path}: a file lies in the container, and what is mounted lies over it`;
  }
  return undefined;
}
