import * as v from "valibot";

/** What Docker tells about itself in `info`, as far as it says where images lie. */
export const StoreInfo = v.object({
  DockerRootDir: v.optional(v.string(), "/var/lib/docker"),
  DriverStatus: v.nullish(v.array(v.array(v.string()))),
  Containerd: v.nullish(v.object({ Address: v.optional(v.string(), "") })),
});

/**
 * The folders whose disks fill with images, layers and containers. Docker's own store lies in its folder. containerd's store, the
 * usual one from Docker 29 on, lies in containerd's folder, unless Docker runs a containerd of its own below itself.
 */
export function imageFolders({ DockerRootDir, DriverStatus, Containerd }: v.InferOutput<typeof StoreInfo>): string[] {
  const isInContainerd = DriverStatus?.some(([, value]) => value?.startsWith("io.containerd.snapshotter.")) ?? false;
  const isSystems = !Containerd?.Address.includes("/docker/");
  return isInContainerd && isSystems ? [DockerRootDir, "/var/lib/containerd"] : [DockerRootDir];
}
