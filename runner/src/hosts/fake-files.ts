import type { FileStat, HostFiles } from "./host.ts";
import { HostFileError } from "./host-fault.ts";
import { ancestorsOf, parentOf, planTree, requireHostPath } from "./host-path.ts";

type File = { content: Buffer; mode: number };
type Node = File | { link: string } | "directory";

const isFile = (node: Node | undefined): node is File => typeof node === "object" && "content" in node;

/** `HostFiles` in memory, with the same law: absolute paths, missing parents fail, `write` replaces whole. */
export function createFakeFiles(options: { directories?: readonly string[]; freeBytes?: number } = {}): HostFiles {
  const nodes = new Map<string, Node>([["/", "directory"]]);
  const modes = new Map<string, number>();
  for (const directory of options.directories ?? [])
    for (const one of ancestorsOf(directory)) nodes.set(one, "directory");
  return {
    async makeDirectory(path, { mode = 0o755 } = {}) {
      for (const one of ancestorsOf(requireHostPath(path))) {
        const there = nodes.get(one);
        if (there && there !== "directory") throw new HostFileError("failed", { path: one, detail: "is a file" });
        if (!there) modes.set(one, mode);
        nodes.set(one, "directory");
      }
    },
    async read(path, { maxBytes = 1_048_576 } = {}) {
      const node = nodes.get(requireHostPath(path));
      if (!isFile(node)) throw missing(path);
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
      const kept = { modifiedAtMs: 0, ownerId: 0, groupId: 0 };
      if (!isFile(node)) return { kind: "directory", sizeBytes: 0, mode: modes.get(path) ?? 0o755, ...kept };
      return { kind: "file", sizeBytes: node.content.length, mode: node.mode, ...kept };
    },
    async remove(path) {
      const file = requireHostPath(path);
      if (nodes.get(file) === "directory") throw new HostFileError("failed", { path, detail: "is a directory" });
      nodes.delete(file);
    },
    ...treesOf(nodes),
    freeBytes: async () => options.freeBytes ?? 50 * 1024 ** 3,
  };
}

const missing = (path: string) => new HostFileError("not-found", { path, detail: "No such file" });

type Trees = Pick<HostFiles, "makeTree" | "removeTree" | "list" | "link" | "readLink" | "move">;

function treesOf(nodes: Map<string, Node>): Trees {
  const below = (path: string) => [...nodes.keys()].filter((key) => key.startsWith(`${path}/`));
  return {
    async makeTree(path, files) {
      const root = requireHostPath(path);
      if (nodes.get(parentOf(root)) !== "directory") throw missing(parentOf(root));
      const { folders, leaves } = planTree(root, files);
      for (const folder of folders) nodes.set(folder, "directory");
      for (const leaf of leaves) nodes.set(leaf, { content: Buffer.alloc(0), mode: 0o644 });
    },
    async removeTree(path) {
      for (const key of [...below(requireHostPath(path)), path]) nodes.delete(key);
    },
    list: async (path) =>
      below(requireHostPath(path))
        .map((key) => key.slice(path.length + 1))
        .filter((name) => !name.includes("/")),
    async link(path, target) {
      const at = requireHostPath(path);
      if (!nodes.has(at)) nodes.set(at, { link: target });
    },
    async readLink(path) {
      const node = nodes.get(requireHostPath(path));
      return typeof node === "object" && "link" in node ? node.link : undefined;
    },
    async move(from, to) {
      const moved = nodes.get(requireHostPath(from));
      if (!moved) throw missing(from);
      if (below(requireHostPath(to)).length > 0)
        throw new HostFileError("failed", { path: to, detail: "is not empty" });
      for (const key of [...below(from), from]) {
        nodes.set(to + key.slice(from.length), nodes.get(key) ?? "directory");
        nodes.delete(key);
      }
    },
  };
}
