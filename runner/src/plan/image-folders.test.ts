import * as v from "valibot";
import { expect, test } from "vitest";
import { imageFolders, StoreInfo } from "./image-folders.ts";

const foldersOf = (info: object) => imageFolders(v.parse(StoreInfo, info));
const inContainerd = {
  DockerRootDir: "/var/lib/docker",
  DriverStatus: [["driver-type", "io.containerd.snapshotter.v1"]],
};

test("Docker's own store fills the disk of Docker's folder", () => {
  expect(foldersOf({ DockerRootDir: "/data/docker", DriverStatus: [["Backing Filesystem", "extfs"]] })).toEqual([
    "/data/docker",
  ]);
  expect(foldersOf({})).toEqual(["/var/lib/docker"]);
  expect(foldersOf({ DriverStatus: null, Containerd: null })).toEqual(["/var/lib/docker"]);
});

test("the store of the system's containerd fills the disk of containerd's folder as well", () => {
  const folders = ["/var/lib/docker", "/var/lib/containerd"];
  expect(foldersOf({ ...inContainerd, Containerd: { Address: "/run/containerd/containerd.sock" } })).toEqual(folders);
  expect(foldersOf(inContainerd)).toEqual(folders);
});

test("a containerd that Docker runs for itself keeps all below Docker's folder", () => {
  const own = { Address: "/var/run/docker/containerd/containerd.sock" };
  expect(foldersOf({ ...inContainerd, Containerd: own })).toEqual(["/var/lib/docker"]);
});
