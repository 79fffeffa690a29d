import { describe, expect, test } from "vitest";
import type { HostFiles } from "../host.ts";

/** The law of `HostFiles`, the same for a server over SSH, for this machine and for the fake. `open` gives an existing directory. */
export function describeHostFiles(name: string, open: OpenFiles): void {
  describe(`files of ${name}`, () => {
    contents(open);
    trees(open);
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

function trees(open: OpenFiles): void {
  test("a tree of empty files is made with its folders, listed, and removed whole", async () => {
    const { files, directory } = await open();
    const tree = `${directory}/tree`;
    await files.makeTree(tree, ["a.test/@one", "a.test/api/>two", "b.test/^"]);
    await files.makeTree(tree, ["a.test/@one", "c.test/@three"]);
    expect((await files.list(tree)).toSorted()).toEqual(["a.test", "b.test", "c.test"]);
    expect((await files.list(`${tree}/a.test`)).toSorted()).toEqual(["@one", "api"]);
    expect(await files.stat(`${tree}/a.test/api/>two`)).toMatchObject({ kind: "file", sizeBytes: 0 });
    await files.removeTree(tree);
    await files.removeTree(tree);
    expect(await files.stat(tree)).toBeUndefined();
    expect(await files.list(tree)).toEqual([]);
  });

  test("hundreds of folders are made at once", async () => {
    const { files, directory } = await open();
    const names = Array.from({ length: 700 }, (_, index) => `host-${index}.test/@app`);
    await files.makeTree(`${directory}/many`, names);
    expect(await files.list(`${directory}/many`)).toHaveLength(700);
    await files.removeTree(`${directory}/many`);
  });

  test("a link is made once, read back and replaced in one step; of two that move it one is too late", async () => {
    const { files, directory } = await open();
    expect(await files.readLink(`${directory}/current`)).toBeUndefined();
    await files.link(`${directory}/next-1`, "table-1");
    await files.link(`${directory}/next-1`, "table-1");
    await files.move(`${directory}/next-1`, `${directory}/current`);
    await files.link(`${directory}/next-2`, "table-2");
    const both = [1, 2].map(() => files.move(`${directory}/next-2`, `${directory}/current`));
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { reason: "not-found" } });
    expect(await files.readLink(`${directory}/current`)).toBe("table-2");
    await files.remove(`${directory}/current`);
  });

  test("a folder is moved whole, and never onto one that holds something", async () => {
    const { files, directory } = await open();
    await files.makeTree(`${directory}/made`, ["a/b"]);
    await files.move(`${directory}/made`, `${directory}/moved`);
    expect(await files.list(`${directory}/moved/a`)).toEqual(["b"]);
    await files.makeTree(`${directory}/made`, ["c"]);
    await expect(files.move(`${directory}/made`, `${directory}/moved`)).rejects.toMatchObject({ reason: "failed" });
    expect(await files.list(`${directory}/moved/a`)).toEqual(["b"]);
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
