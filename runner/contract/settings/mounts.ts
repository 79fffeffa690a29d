import * as v from "valibot";
import { idOf } from "../ids.ts";
import { ContainerPath } from "./process.ts";

const kernelFolders = ["/proc", "/sys", "/dev"];
const isKernels = (path: string) =>
  path === "/" || kernelFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** Where something lies in a container that is not of its image. */
export const MountPath = v.pipe(
  ContainerPath,
  v.check((path) => !isKernels(path), "must not be the kernel's own: /, /proc, /sys, /dev"),
);

const VolumeMount = v.strictObject({
  volume: idOf("volume"),
  path: MountPath,
  /** Several resources may read a volume, and one may write it. */
  isReadOnly: v.optional(v.boolean(), false),
});
export type VolumeMount = v.InferOutput<typeof VolumeMount>;

export const maxMounts = 20;
export const VolumeMounts = v.pipe(
  v.array(VolumeMount),
  v.maxLength(maxMounts, `must be at most ${maxMounts}`),
  v.check((list) => new Set(list.map(({ path }) => path)).size === list.length, "must name each folder once"),
  v.check((list) => new Set(list.map(({ volume }) => volume)).size === list.length, "must name each volume once"),
);

/** Whether `path` is `folder` or lies in it. */
export const liesIn = (path: string, folder: string): boolean =>
  path === folder || folder === "/" || path.startsWith(`${folder}/`);
