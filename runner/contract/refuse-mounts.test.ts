import { expect, test } from "vitest";
import { refuseMounts } from "./refuse-mounts.ts";

const at = (...paths: string[]) =>
  paths.map((path, n) => ({ volume: `vol_${String(n).padStart(26, "0")}`, path, isReadOnly: false }));
const refused = (paths: string[], temporary: string[] = []) =>
  refuseMounts({ mounts: at(...paths), temporaryFolders: temporary.map((path) => ({ path })) });

test.each([
  ["the programs of the image", ["/bin"], [], "/bin"],
  ["a folder around its programs", ["/usr"], [], "/usr/bin"],
  ["a folder among its programs", ["/usr/lib/node_modules"], [], "/usr/lib"],
  ["what Docker writes itself", ["/etc"], [], "/etc"],
  ["another volume's folder", ["/data", "/data/cache"], [], "/data"],
  ["a folder around another volume's", ["/data/cache", "/data"], [], "/data/cache"],
  ["the same folder twice", ["/data", "/data"], [], "one folder"],
  ["a temporary folder", ["/data"], ["/data"], "/data"],
  ["a folder around a temporary one", ["/data"], ["/data/tmp"], "/data/tmp"],
  ["a folder within a temporary one", ["/data/x"], ["/data"], "/data"],
])("a volume over %s is refused", (_what, paths, temporary, named) => {
  expect(refused(paths, temporary)).toEqual([
    { field: `mounts.${paths.length - 1}.path`, message: expect.stringContaining(named) },
  ]);
});

test.each([
  ["the programs of the image", "/usr/bin", "/usr/bin"],
  ["a volume", "/data/x", "the volume at /data"],
  ["a temporary folder", "/run/x", "/run"],
])("a folder of the server over %s is refused", (_what, path, named) => {
  expect(refuseMounts({ mounts: at("/data"), hostMounts: [{ path }], temporaryFolders: [{ path: "/run" }] })).toEqual([
    { field: "hostMounts.0.path", message: expect.stringContaining(named) },
  ]);
});

test.each([
  ["/data"],
  ["/var/lib/postgresql/data"],
  ["/etc/app"],
  ["/usr/share/nginx/html"],
  ["/database"],
  ["/srv/ü x"],
])("%s may be a volume", (path) => {
  expect(refused([path, "/dat"], ["/tmp"])).toEqual([]);
});
