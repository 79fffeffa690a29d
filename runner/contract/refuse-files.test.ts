import { expect, test } from "vitest";
import { refuseFiles } from "./refuse-files.ts";

const free = { mounts: [], hostMounts: [], temporaryFolders: [], isReadOnly: false };
const at = (...paths: string[]) => paths.map((path) => ({ path }));
const told = (given: Partial<Parameters<typeof refuseFiles>[0]>) =>
  refuseFiles({ ...free, files: at("/etc/app/conf.yml"), ...given });

test("a file lies wherever nothing else lies", () => {
  expect(told({ files: at("/etc/app/conf.yml", "/etc/app/conf.yml.d"), mounts: at("/data") })).toEqual([]);
});

test.each([
  ["in a volume", { mounts: at("/etc/app") }, "meets the volume at /etc/app"],
  ["where a volume is mounted", { mounts: at("/etc/app/conf.yml") }, "meets the volume"],
  ["around a volume", { mounts: at("/etc/app/conf.yml/data") }, "meets the volume"],
  ["in a folder of the server", { hostMounts: at("/etc/app") }, "meets the folder of the server at /etc/app"],
  ["in memory", { temporaryFolders: at("/etc") }, "meets the temporary folder at /etc"],
  ["in read-only files", { isReadOnly: true }, "read-only files"],
  ["where Docker writes", { files: at("/etc/hosts") }, "written by Docker"],
])("one %s is refused with the reason", (_where, given, message) => {
  expect(told(given)).toEqual([{ field: "files.0.path", message: expect.stringContaining(message) }]);
});

test("one that another would have to be a folder for is refused", () => {
  expect(told({ files: at("/app/a", "/app/a/b") })).toEqual([
    { field: "files.1.path", message: expect.stringContaining("meets the file /app/a") },
  ]);
});
