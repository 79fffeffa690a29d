import { describe, expect, test } from "vitest";
import type { GitSettings } from "./git-settings.ts";
import { filesIn } from "./testing/files-in.ts";
import { publicSettings, useServedProject } from "./testing/served-project.ts";

const { project, serve, sources } = useServedProject();
const signal = new AbortController().signal;

describe("the tree of a commit", () => {
  const open = async (name: string, { base = ".", ...more }: Partial<GitSettings> & { base?: string } = {}) => {
    const settings = publicSettings((await serve()).url(name), more);
    const { openTree } = await sources().fetch(settings, { ref: "main", commit: null, signal });
    return openTree(base);
  };

  test("holds every file as it is, whatever the archive attributes say", async () => {
    project.push("attributes", {
      ".gitattributes": "*.md export-ignore\nv.txt export-subst\n",
      "README.md": "doc",
      "v.txt": "$Format:%H$",
      "ü b.txt": "x",
    });
    const files = await filesIn((await open("attributes")).openTar());
    expect(files).toEqual({
      ".gitattributes": expect.any(String),
      "README.md": "doc",
      "v.txt": "$Format:%H$",
      "ü b.txt": "x",
    });
  });
  test("can be limited to a base directory, and must exist there", async () => {
    project.push("mono", { "apps/web/index.js": "web", "apps/api/index.js": "api", README: "x" });
    const tree = await open("mono", { base: "apps/web" });
    expect(Object.keys(await filesIn(tree.openTar())).filter((name) => !name.endsWith("/"))).toEqual([
      "apps/web/index.js",
    ]);
    expect((await tree.readFile("index.js", { maxBytes: 100 }))?.toString()).toBe("web");
    await expect(open("mono", { base: "apps/none" })).rejects.toMatchObject({ reason: "path-not-found" });
    await expect(open("mono", { base: "README" })).rejects.toMatchObject({ reason: "path-not-found" });
    await expect(open("mono", { base: "../other" })).rejects.toMatchObject({ reason: "path-not-found" });
  });
  test("follows symlinks inside the repository and never out of it", async () => {
    project.push("links", {
      Dockerfile: "FROM x",
      "a/Dockerfile": { link: "../Dockerfile" },
      passwd: { link: "/etc/passwd" },
      up: { link: "../../up" },
    });
    const tree = await open("links");
    const read = (path: string) => tree.readFile(path, { maxBytes: 100_000 });
    expect((await read("a/Dockerfile"))?.toString()).toBe("FROM x");
    expect(await Promise.all([read("passwd"), read("up"), read("none")])).toEqual([undefined, undefined, undefined]);
    await expect(read("../etc/passwd")).rejects.toMatchObject({ reason: "path-not-found" });
  });
  test("refuses to read a file larger than asked for", async () => {
    project.push("large", { big: "x".repeat(5_000) });
    const tree = await open("large");
    await expect(tree.readFile("big", { maxBytes: 2_048 })).rejects.toMatchObject({
      reason: "file-too-large",
      message: "The file big of the repository is larger than 2 KiB, more than is read of it.",
    });
  });
  test("includes submodules when asked, with relative URLs, and not otherwise", async () => {
    const lib = project.push("lib", { "lib.js": "library" });
    project.push("parent", { "index.js": "x", "vendor/lib": { submodule: lib, url: "../lib.git" } });
    const without = await filesIn((await open("parent")).openTar());
    const files = await filesIn((await open("parent", { submodules: true })).openTar());
    expect(without["vendor/lib/lib.js"]).toBeUndefined();
    expect(files["vendor/lib/lib.js"]).toBe("library");
  });
  test.each(["file:///etc", "ext::sh -c id", "/etc", "http://169.254.169.254/x.git?a=b"])(
    "refuses a submodule at %s",
    async (url) => {
      project.push(`evil-${url.length}`, { sub: { submodule: "1".repeat(40), url } });
      await expect(open(`evil-${url.length}`, { submodules: true })).rejects.toMatchObject({
        reason: "protocol-refused",
      });
    },
  );
});
