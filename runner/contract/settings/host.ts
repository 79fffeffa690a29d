import * as v from "valibot";
import { MountPath } from "./mounts.ts";
import { ContainerPath } from "./process.ts";

const kernelFolders = ["/proc", "/sys", "/dev"];
const isKernels = (path: string) => kernelFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));

/** A folder or file of a server. What lies in /dev is a device, and given as one. */
const ServerPath = v.pipe(
  ContainerPath,
  v.check((path) => !isKernels(path), "must not be the kernel's own: /proc, /sys, /dev"),
);

const once = (paths: string[]) => new Set(paths).size === paths.length;

const HostMount = v.strictObject({
  source: ServerPath,
  path: MountPath,
  isReadOnly: v.optional(v.boolean(), false),
});
export type HostMount = v.InferOutput<typeof HostMount>;
export const HostMounts = v.pipe(
  v.array(HostMount),
  v.maxLength(20, "must be at most 20"),
  v.check((list) => once(list.map(({ path }) => path)), "must name each folder of the container once"),
);

const devicePath = /^\/dev(?:\/[A-Za-z0-9_][A-Za-z0-9_.:+-]{0,99}){1,6}$/;
const DevicePath = v.pipe(
  v.string(),
  v.maxLength(300),
  v.regex(devicePath, "must be a device such as /dev/ttyUSB0 or /dev/dri/renderD128"),
);

/** r: read, w: write, m: make device files. */
export const deviceAccess = ["r", "w", "m", "rw", "rm", "wm", "rwm"] as const;

const Device = v.strictObject({
  path: DevicePath,
  /** What it is called in the container. */
  target: DevicePath,
  access: v.optional(v.picklist(deviceAccess, `must be one of ${deviceAccess.join(", ")}`), "rwm"),
});
export type Device = v.InferOutput<typeof Device>;
export const Devices = v.pipe(
  v.array(Device),
  v.maxLength(20, "must be at most 20"),
  v.check((list) => once(list.map(({ target }) => target)), "must name each device of the container once"),
);

const gpuWords = /^(?:all|[1-9][0-9]?|device=[A-Za-z0-9-]{1,64}(?:,[A-Za-z0-9-]{1,64}){0,15})$/;

/** As `docker run --gpus` has it. */
export const Gpus = v.pipe(
  v.string(),
  v.maxLength(1_100),
  v.regex(gpuWords, "must be all, how many such as 1, or which such as device=0,1"),
);
