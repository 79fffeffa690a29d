import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { chmod, mkdir, open, readdir, readlink, rename, rm, stat, statfs, symlink, unlink } from "node:fs/promises";
import type { FileStat, HostFiles } from "./host.ts";
import { HostFileError, type HostFileReason } from "./host-fault.ts";
import { ancestorsOf, baseOf, parentOf, planTree, requireHostPath } from "./host-path.ts";

/** The file law of `HostFiles` on the machine the runner itself runs on. */
export const localFiles: HostFiles = {
  async makeDirectory(path, { mode = 0o755 } = {}) {
    for (const one of ancestorsOf(requireHostPath(path))) {
      if ((await findStat(one))?.isDirectory()) continue;
      await naming(one, mkdir(one, { recursive: true }));
      // The mode of mkdir is cut by the umask; this is not.
      await naming(one, chmod(one, mode));
    }
  },
  async read(path, { maxBytes = 1_048_576 } = {}) {
    const file = requireHostPath(path);
    const handle = await naming(file, open(file, "r"));
    try {
      return await naming(file, readAtMost(handle, { file, maxBytes }));
    } finally {
      await handle.close();
    }
  },
  write: async (path, content, { mode = 0o644 } = {}) => writeAtomically(requireHostPath(path), { content, mode }),
  async stat(path) {
    const found = await findStat(requireHostPath(path));
    return found && toFileStat(found);
  },
  async remove(path) {
    const file = requireHostPath(path);
    await naming(file, unlink(file)).catch((error) => {
      if (!(error instanceof HostFileError && error.reason === "not-found")) throw error;
    });
  },
  async makeTree(path, files) {
    const root = requireHostPath(path);
    const { folders, leaves } = planTree(root, files);
    for (const folder of folders) await naming(folder, mkdir(folder, { recursive: true }));
    for (const leaf of leaves)
      await naming(
        leaf,
        open(leaf, "a").then((handle) => handle.close()),
      );
  },
  removeTree: async (path) => naming(path, rm(requireHostPath(path), { recursive: true, force: true })),
  list: async (path) => unlessMissing(naming(path, readdir(requireHostPath(path))), []),
  async link(path, target) {
    const at = requireHostPath(path);
    await naming(at, symlink(target, at)).catch(async (error) => {
      if ((await findLink(at)) === undefined) throw error;
    });
  },
  readLink: async (path) => findLink(requireHostPath(path)),
  move: async (from, to) => naming(from, rename(requireHostPath(from), requireHostPath(to))),
  async freeBytes(path) {
    const at = requireHostPath(path);
    const answer = await naming(at, statfs(at));
    return answer.bavail * answer.bsize;
  },
};

type Handle = Awaited<ReturnType<typeof open>>;

async function readAtMost(handle: Handle, { file, maxBytes }: { file: string; maxBytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(65_536), 0, 65_536, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    sizeBytes += bytesRead;
    if (sizeBytes > maxBytes)
      throw new HostFileError("too-large", { path: file, detail: `is larger than ${maxBytes} bytes` });
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

async function writeAtomically(path: string, { content, mode }: { content: Uint8Array | string; mode: number }) {
  const temporary = `${parentOf(path)}/.${baseOf(path)}.${randomBytes(6).toString("hex")}.new`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const handle = await naming(path, open(temporary, flags, mode));
  try {
    await naming(path, handle.writeFile(content));
    await naming(path, handle.chmod(mode));
    await naming(path, handle.sync());
    await handle.close();
    await naming(path, rename(temporary, path));
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

const findStat = (path: string) => unlessMissing(naming(path, stat(path)), undefined);
const findLink = (path: string) => unlessMissing(naming(path, readlink(path)), undefined);

function unlessMissing<T, U>(work: Promise<T>, instead: U): Promise<T | U> {
  return work.catch((error) => {
    if (error instanceof HostFileError && error.reason === "not-found") return instead;
    throw error;
  });
}

function toFileStat(stats: Stats): FileStat {
  const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : stats.isSocket() ? "socket" : "other";
  const { size: sizeBytes, uid: ownerId, gid: groupId } = stats;
  return { kind, sizeBytes, mode: stats.mode & 0o7777, modifiedAtMs: Math.floor(stats.mtimeMs), ownerId, groupId };
}

const reasons: Record<string, HostFileReason> = {
  ENOENT: "not-found",
  ENOTDIR: "not-found",
  EACCES: "denied",
  EPERM: "denied",
  ENOSPC: "full",
  EDQUOT: "full",
};

/** Turns a node:fs error into the port's. */
function naming<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    if (error instanceof HostFileError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new HostFileError(reasons[code] ?? "failed", { path, detail: String(error.message ?? error), cause: error });
  });
}
