import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type Header, pack } from "tar-stream";
import { describe, expect, test } from "vitest";
import { filesIn } from "../sources/testing/files-in.ts";
import { packContext } from "./build-context.ts";

type Given = Partial<Header> & { name: string; text?: string };

function tarOf(entries: Given[]) {
  const packed = pack();
  for (const { text = "", ...header } of entries) packed.entry(header, text);
  packed.finalize();
  return packed.pipe(new PassThrough());
}
const everything = { base: ".", isIgnored: () => false };

describe("a build context", () => {
  test("carries files of every size, directories and symlinks", async () => {
    const large = "x".repeat(1_000_000);
    const entries = [
      { name: "small", text: "1" },
      { name: "large", text: large },
      { name: "d/", type: "directory" as const },
      { name: "link", type: "symlink" as const, linkname: "small" },
    ];
    expect(await filesIn(packContext(tarOf(entries), everything))).toEqual({
      small: "1",
      large,
      d: "directory",
      link: "symlink small",
    });
  });

  test("is named from the base directory and holds nothing from elsewhere", async () => {
    const entries = [
      { name: "apps/web/index.js", text: "web" },
      { name: "apps/web2/x", text: "no" },
      { name: "README", text: "no" },
    ];
    expect(await filesIn(packContext(tarOf(entries), { ...everything, base: "apps/web" }))).toEqual({
      "index.js": "web",
    });
  });

  test("gets our own files in place of the repository's", async () => {
    const extraFiles = [{ path: ".fairlead/Dockerfile", content: "ours" }];
    const entries = [
      { name: ".fairlead/Dockerfile", text: "theirs" },
      { name: "a", text: "1" },
    ];
    expect(await filesIn(packContext(tarOf(entries), { ...everything, extraFiles }))).toEqual({
      ".fairlead/Dockerfile": "ours",
      a: "1",
    });
  });

  test.each<Given>([
    { name: "../outside", text: "x" },
    { name: "a/../../outside", text: "x" },
    { name: "/etc/passwd", text: "x" },
    { name: "device", type: "character-device" },
    { name: "pipe", type: "fifo" },
    { name: "hard", type: "link", linkname: "/etc/shadow" },
  ])("with an entry %j is refused", async (entry) => {
    await expect(filesIn(packContext(tarOf([entry]), everything))).rejects.toMatchObject({ reason: "context-refused" });
  });

  test("over its limits is refused", async () => {
    const entries = Array.from({ length: 20 }, (_, n) => ({ name: `f${n}`, text: "x".repeat(100) }));
    await expect(filesIn(packContext(tarOf(entries), { ...everything, maxEntries: 10 }))).rejects.toMatchObject({
      reason: "context-refused",
    });
    await expect(filesIn(packContext(tarOf(entries), { ...everything, maxBytes: 1_000 }))).rejects.toMatchObject({
      reason: "context-refused",
    });
  });

  test("fails with the error of the tree it comes from", async () => {
    const tree = new PassThrough();
    const reading = filesIn(packContext(tree, everything));
    tree.destroy(new Error("git ended early"));
    await expect(reading).rejects.toThrow("git ended early");
  });
});

describe("a build context that breaks in the middle of a large file", () => {
  /** A tree of which only the beginning of its file has come. */
  async function aBegunTree() {
    const whole = await buffer(tarOf([{ name: "large", text: "x".repeat(2_000_000) }]));
    const tree = new Readable({ read: () => undefined });
    tree.push(whole.subarray(0, 1_000_000));
    return tree;
  }

  test("because the build is cancelled takes nothing else along", async () => {
    const tree = await aBegunTree();
    const context = packContext(tree, everything);
    await once(context, "data");
    context.destroy(new Error("cancelled"));
    await expect(once(context, "close")).rejects.toThrow("cancelled");
    expect(tree.destroyed).toBe(true);
  });

  test("because the tree ends or breaks fails with its error, and with that alone", async () => {
    const ended = await aBegunTree();
    const cut = filesIn(packContext(ended, everything));
    ended.push(null);
    await expect(cut).rejects.toThrow("end of data");
    const broken = await aBegunTree();
    const failing = filesIn(packContext(broken, everything));
    broken.destroy(new Error("git ended early"));
    await expect(failing).rejects.toThrow("git ended early");
  });
});

test("an entry that says no type is a file", async () => {
  const bytes = await buffer(tarOf([{ name: "a", text: "hello" }]));
  bytes[156] = 0x7a;
  bytes.fill(0x20, 148, 156);
  const sum = bytes.subarray(0, 512).reduce((total, each) => total + each, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  expect(await filesIn(packContext(Readable.from([bytes]), everything))).toEqual({ a: "hello" });
});
