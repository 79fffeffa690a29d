import { describe, expect, test } from "vitest";
import type { HostFiles } from "../host.ts";

/** The law of `HostFiles`, the same for a server over SSH, for this machine and for the fake. `open` gives an existing directory. */
export function describeHostFiles(name: string, open: OpenFiles): void {
  describe(`files of ${name}`, () => {
    contents(open);
    limits(open);
  });
}

type OpenFiles = () => Promise<{ files: HostFiles; directory: string }>;

function contents(open: OpenFiles): void {
  test("what was written is read back byte for byte and replaced whole", async () => {
    const { files, directory } = await open();
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 256));
    await files.write(`${directory}/a b'"$(id).txt`, bytes);
    await files.write(`${directory}/a b'"$(id).txt`, "short");
    await files.write(`${directory}/whole`, bytes);
    expect((await files.read(`${directory}/a b'"$(id).txt`)).toString()).toBe("short");
    expect((await files.read(`${directory}/whole`)).equals(bytes)).toBe(true);
  });

  test("a file has the mode it was given, whatever the umask", async () => {
    const { files, directory } = await open();
    await files.write(`${directory}/secret`, "x", { mode: 0o600 });
    await files.write(`${directory}/shared`, "x", { mode: 0o664 });
    const modes = await Promise.all(["secret", "shared"].map((file) => files.stat(`${directory}/${file}`)));
    expect(modes.map((stat) => stat?.mode)).toEqual([0o600, 0o664]);
  });

  test("directories are made with their parents and may exist already", async () => {
    const { files, directory } = await open();
    await files.makeDirectory(`${directory}/one/two/three`);
    await files.makeDirectory(`${directory}/one/two/three`);
    expect(await files.stat(`${directory}/one/two`)).toMatchObject({ kind: "directory" });
  });

  test("what is not there is undefined to stat, not-found to read, and nothing to remove", async () => {
    const { files, directory } = await open();
    expect(await files.stat(`${directory}/none`)).toBeUndefined();
    await expect(files.read(`${directory}/none`)).rejects.toMatchObject({ reason: "not-found" });
    await files.remove(`${directory}/none`);
    await expect(files.write(`${directory}/no/such/parent`, "x")).rejects.toMatchObject({ reason: "not-found" });
  });

  test("a removed file is gone", async () => {
    const { files, directory } = await open();
    await files.write(`${directory}/gone`, "x");
    await files.remove(`${directory}/gone`);
    expect(await files.stat(`${directory}/gone`)).toBeUndefined();
  });
}

function limits(open: OpenFiles): void {
  test("a file over the limit is refused, not cut", async () => {
    const { files, directory } = await open();
    await files.write(`${directory}/large`, "x".repeat(5_000));
    await expect(files.read(`${directory}/large`, { maxBytes: 4_999 })).rejects.toMatchObject({
      reason: "too-large",
    });
    expect((await files.read(`${directory}/large`, { maxBytes: 5_000 })).length).toBe(5_000);
  });

  test.each(["relative", "/a/../etc/passwd", "/a/./b", "/a\nb", "/a\0b"])(
    "the path %j never leaves the runner",
    async (path) => {
      const { files } = await open();
      await expect(files.read(path)).rejects.toMatchObject({ reason: "bad-path" });
      await expect(files.write(path, "x")).rejects.toMatchObject({ reason: "bad-path" });
    },
  );

  test("free space is a number of bytes", async () => {
    const { files, directory } = await open();
    expect(await files.freeBytes(directory)).toBeGreaterThan(1_000_000);
  });
}
