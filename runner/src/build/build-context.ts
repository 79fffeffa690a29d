import type { Readable } from "node:stream";
import { type Extract, extract, type Header, type Pack, pack } from "tar-stream";
import { withoutTrailing } from "../../contract/index.ts";
import { onceBroken } from "../broken-stream.ts";
import { BuildFault } from "./build-fault.ts";
import { coalesce } from "./coalesce.ts";

export type ContextOptions = {
  /** Directory the context is: its entries are named from there, others are left out. `.`: the tree itself. */
  base: string;
  /** True for paths that stay out. */
  isIgnored: (path: string) => boolean;
  /** Files added to the context, in place of one of the same path. */
  extraFiles?: readonly ContextFile[];
  maxBytes?: number;
  maxEntries?: number;
};
export type ContextFile = { path: string; content: string | Buffer };

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

const defaultMaxBytes = 4 * 1024 ** 3;
const defaultMaxEntries = 500_000;
/** Below this an entry is handled in one piece, which is several times faster than a stream for each file. */
const wholeBytes = 262_144;

/**
 * Streams the tree's tar again as a build context: filtered, with extra files, and checked. The tree is hostile input: absolute paths,
 * `..`, devices and fifos are refused, and so is more than `maxBytes` or `maxEntries`. Symlinks pass: Docker resolves them inside the
 * context and nowhere else.
 */
export function packContext(tree: Readable, options: ContextOptions): Readable {
  const packed = pack();
  const output = coalesce();
  packed.on("error", (error) => output.destroy(error));
  packed.pipe(output);
  const reader = extract();
  // Whoever reads the entries meets the same error; told to nobody, it would end the runner when a build is cancelled.
  reader.on("error", () => undefined);
  onceBroken(tree, (error) => reader.destroy(error));
  tree.pipe(reader);
  output.once("close", () => tree.destroy());
  fill(packed, reader, options).then(
    () => packed.finalize(),
    (error) => {
      tree.destroy();
      output.destroy(error);
    },
  );
  return output;
}

async function fill(packed: Pack, entries: AsyncIterable<Entry>, options: ContextOptions): Promise<void> {
  const { base, isIgnored, extraFiles = [], maxBytes = defaultMaxBytes, maxEntries = defaultMaxEntries } = options;
  for (const { path, content } of extraFiles) packed.entry({ name: path, mode: 0o644 }, content);
  const replaced = new Set(extraFiles.map(({ path }) => path));
  let sizeBytes = 0;
  let count = 0;
  for await (const entry of entries) {
    const path = pathBelow(base, requireInside(entry.header));
    sizeBytes += entry.header.size ?? 0;
    count += 1;
    if (sizeBytes > maxBytes || count > maxEntries) throw tooLarge(maxBytes, maxEntries);
    if (path === undefined || path === "" || replaced.has(path) || isIgnored(path)) entry.resume();
    else await copyEntry(packed, { entry, name: path });
  }
}

/** undefined: the entry lies elsewhere. */
function pathBelow(base: string, path: string): string | undefined {
  if (base === ".") return path;
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : undefined;
}

async function copyEntry(packed: Pack, { entry, name }: { entry: Entry; name: string }): Promise<void> {
  const { mode, mtime, size = 0, linkname } = entry.header;
  // An entry of no type is a file; left without one, it would be awaited for ever.
  const type = entry.header.type ?? "file";
  const header = { name, mode, mtime, type, linkname };
  if (type !== "file") {
    packed.entry(header);
    entry.resume();
    return;
  }
  if (size <= wholeBytes) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
    await new Promise<void>((resolve, reject) => {
      const sink = packed.entry({ ...header, size }, Buffer.concat(chunks), (error) =>
        error ? reject(error) : resolve(),
      );
      sink?.on("error", reject);
    });
    return;
  }
  await new Promise<void>((resolve, reject) => {
    const sink = packed.entry({ ...header, size }, (error) => (error ? reject(error) : resolve()));
    entry.on("error", reject);
    // It breaks with the context, when a build is cancelled in the middle of a file.
    sink.on("error", reject);
    entry.pipe(sink);
  });
}

const allowedTypes = new Set(["file", "directory", "symlink"]);

/** The path without a trailing slash, `""` for the root itself. Throws for what must not be in a context. */
function requireInside({ name, type, linkname }: Header): string {
  const path = withoutTrailing(name.replace(/^\.\//, ""), "/");
  const isOutside = path.startsWith("/") || path.includes("\0") || path.split("/").includes("..");
  if (isOutside || !allowedTypes.has(type ?? "file")) {
    throw new BuildFault("context-refused", {
      sentence: "The repository holds an entry that must not be in a build context.",
      evidence: [
        `${type ?? "file"} ${JSON.stringify(name)}${linkname ? ` -> ${JSON.stringify(linkname)}` : ""}`.slice(0, 300),
      ],
      nextAction: "Remove the entry from the repository, or leave it out with .dockerignore.",
    });
  }
  return path === "." ? "" : path;
}

function tooLarge(maxBytes: number, maxEntries: number): BuildFault {
  return new BuildFault("context-refused", {
    sentence: `The build context is larger than ${Math.round(maxBytes / 1024 ** 2)} MiB or ${maxEntries} files.`,
    nextAction: "Leave out what the build does not need with a .dockerignore file, or set a base directory.",
  });
}
