import type { FileStat, HostFiles } from "./host.ts";
import { HostFileError } from "./host-fault.ts";
import { ancestorsOf, parentOf, requireHostPath } from "./host-path.ts";

type Node = { content: Buffer; mode: number } | "directory";

/** `HostFiles` in memory, with the same law: absolute paths, missing parents fail, `write` replaces whole. */
export function createFakeFiles(options: { directories?: readonly string[]; freeBytes?: number } = {}): HostFiles {
  const nodes = new Map<string, Node>([["/", "directory"]]);
  for (const directory of options.directories ?? [])
    for (const one of ancestorsOf(directory)) nodes.set(one, "directory");
  const missing = (path: string) => new HostFileError("not-found", { path, detail: "No such file" });
  return {
    async makeDirectory(path) {
      for (const one of ancestorsOf(requireHostPath(path))) {
        const there = nodes.get(one);
        if (there && there !== "directory") throw new HostFileError("failed", { path: one, detail: "is a file" });
        nodes.set(one, "directory");
      }
    },
    async read(path, { maxBytes = 1_048_576 } = {}) {
      const node = nodes.get(requireHostPath(path));
      if (!node || node === "directory") throw missing(path);
      if (node.content.length > maxBytes)
        throw new HostFileError("too-large", { path, detail: `is larger than ${maxBytes} bytes` });
      return node.content;
    },
    async write(path, content, { mode = 0o644 } = {}) {
      const file = requireHostPath(path);
      if (nodes.get(parentOf(file)) !== "directory") throw missing(parentOf(file));
      nodes.set(file, { content: Buffer.from(content), mode });
    },
    async stat(path): Promise<FileStat | undefined> {
      const node = nodes.get(requireHostPath(path));
      if (!node) return undefined;
      if (node === "directory") return { kind: "directory", sizeBytes: 0, mode: 0o755, modifiedAtMs: 0 };
      return { kind: "file", sizeBytes: node.content.length, mode: node.mode, modifiedAtMs: 0 };
    },
    async remove(path) {
      const file = requireHostPath(path);
      if (nodes.get(file) === "directory") throw new HostFileError("failed", { path, detail: "is a directory" });
      nodes.delete(file);
    },
    freeBytes: async () => options.freeBytes ?? 50 * 1024 ** 3,
  };
}
