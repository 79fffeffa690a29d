import { mkdtempSync, rmSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../command.ts";
import { docker } from "../docker.ts";
import { caddyImages, type DockerKind, dockerKinds, generations } from "../generation.ts";
import { type Lab, startLab } from "../lab.ts";
import type { Archive } from "./debian.ts";
import { ensureNewest, ensurePart, isAtLeast } from "./newest.ts";
import { type NewerPart, newerCaddy, newerDocker } from "./pins.ts";

const tool: NewerPart = {
  name: "Tool",
  least: [3, 0],
  packages: ["tool"],
  program: "usr/bin/tool",
  pinned: { [process.arch]: [{ package: "tool", version: "3.1-1", path: "pool/tool_3.1-1.deb", sha256: "expected" }] },
};

describe("the newest programs of any Debian release", () => {
  let folder: string;
  let builtPackage: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "fairlead-newest-"));
    builtPackage = await aPackage(join(folder, "tool"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  let tries = 0;
  const found = (archive: Partial<Archive>, part = tool) =>
    ensurePart(part, { cache: join(folder, String(++tries)), archive: { ...emptyArchive, ...archive } });
  const put = async (into: string) => copyFile(builtPackage, join(into, "tool.deb"));
  const holding =
    (versions: Record<string, string>): Archive["readRelease"] =>
    async (_mirror, { suite }) => ({ versionOf: async () => versions[suite], fetch: (_names, into) => put(into) });

  test.each([
    ["28.5.2+dfsg4-5", true],
    ["28.0.0-1", true],
    ["1:29.1-1", true],
    ["27.9.9-1", false],
    ["20.10.24+dfsg1-1+deb12u1", false],
    ["unknown", false],
  ])("%s is new enough: %s", (version, isNew) => {
    expect(isAtLeast(version, [28, 0])).toBe(isNew);
  });

  test("the pinned files are taken where the archive has them, without a word", async () => {
    const taken = await found({ fetchPinned: (_mirror, { folder: into }) => put(into) });
    expect(taken).toMatchObject({ name: "Tool", version: "3.1-1" });
    expect(taken.note).toBeUndefined();
    expect((await run([join(taken.folder, tool.program), "--version"])).stdout).toBe("tool 3.1\n");
  });

  test("where they are gone, the newest release that has one new enough stands in for them, and says so", async () => {
    const taken = await found({ readRelease: holding({ sid: "2.9-1", testing: "3.2-1", stable: "3.1-1" }) });
    expect(taken.version).toBe("3.2-1");
    expect(taken.note).toBe("3.2-1 from testing, because the pinned files: gone");
  });

  test("where no release has one that is new enough, there is none, and every refusal is told", async () => {
    const wanted = found({ readRelease: holding({ sid: "2.9-1", stable: "2.1-1" }) });
    await expect(wanted).rejects.toThrow(
      "no Tool from 3.0 on is to be had: the pinned files: gone; sid: it has 2.9-1; testing: it has none; stable: it has 2.1-1",
    );
  });

  test("a program that does not run here is not taken", async () => {
    const wanted = found({ readRelease: holding({ sid: "3.3-1" }) }, { ...tool, program: "usr/bin/another" });
    await expect(wanted).rejects.toThrow("ENOENT");
  });

  test("a pinned file is another one, or gone from the mirror: Debian's own archive is asked for what it has now", async () => {
    const changed = newerCaddy.pinned.x64?.map((file) => ({ ...file, sha256: "0".repeat(64) })) ?? [];
    const part = { ...newerCaddy, pinned: { [process.arch]: changed } };
    const taken = await ensurePart(part, { cache: join(folder, "real") });
    expect(isAtLeast(taken.version, newerCaddy.least)).toBe(true);
    expect(taken.note).toMatch(/^\S+ from (sid|testing|stable), because the pinned files: /);
    expect((await run([join(taken.folder, newerCaddy.program), "version"])).stdout).toContain("2.");
  });
});

const gone = async () => Promise.reject(new Error("gone"));
const emptyArchive: Archive = { mirrors: async () => ["mirror"], fetchPinned: gone, readRelease: gone };

/** A package with one program in it, as Debian builds them. */
async function aPackage(folder: string): Promise<string> {
  await mkdir(join(folder, "DEBIAN"), { recursive: true });
  await mkdir(join(folder, "usr/bin"), { recursive: true });
  const control = "Package: tool\nVersion: 3.1-1\nArchitecture: all\nMaintainer: lab\nDescription: for tests\n";
  await writeFile(join(folder, "DEBIAN/control"), control);
  await writeFile(join(folder, "usr/bin/tool"), "#!/bin/sh\necho tool 3.1\n", { mode: 0o755 });
  await run(["dpkg-deb", "--build", folder, `${folder}.deb`]);
  return `${folder}.deb`;
}

describe("a lab of both generations", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ servers: dockerKinds.map((kind) => ({ docker: kind })) });
  });
  afterAll(() => lab?.stop());
  const serverOf = (kind: DockerKind) => lab.server(dockerKinds.indexOf(kind));

  test.each(dockerKinds)("a server with the %s Docker runs that and both Caddies", async (kind) => {
    const engine = await docker(serverOf(kind), ["version", "--format", "{{.Server.Version}}"]);
    expect(isAtLeast(engine, newerDocker.least)).toBe(kind !== "stable");
    for (const caddy of generations) {
      const version = await docker(serverOf(kind), ["run", "--rm", caddyImages[caddy], "caddy", "version"]);
      expect(isAtLeast(version.replace(/^v/, ""), newerCaddy.least)).toBe(caddy === "newest");
    }
  });

  test("the store of images is the one that the kind names", async () => {
    const drivers = dockerKinds.map((kind) => docker(serverOf(kind), ["info", "--format", "{{.Driver}}"]));
    expect(await Promise.all(drivers)).toEqual(["overlay2", "overlayfs", "overlay2"]);
  });

  test("a server that is installed again has the same Docker", async () => {
    const server = serverOf("newest");
    await server.reset();
    const engine = await docker(server, ["version", "--format", "{{.Server.Version}}"]);
    expect((await ensureNewest()).docker.version).toContain(engine.split("+")[0]);
  });
});
