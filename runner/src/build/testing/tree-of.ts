import { PassThrough } from "node:stream";
import { pack } from "tar-stream";
import type { SourceTree } from "../../sources/source-tree.ts";

/** A source tree held in memory, as a commit with these files would give it. */
export function treeOf(files: Record<string, string | Buffer>): SourceTree {
  return {
    base: ".",
    openTar: () => {
      const packed = pack();
      for (const [name, content] of Object.entries(files)) packed.entry({ name }, content);
      packed.finalize();
      return packed.pipe(new PassThrough());
    },
    readFile: async (path) => {
      const found = files[path];
      return found === undefined ? undefined : Buffer.from(found);
    },
  };
}
