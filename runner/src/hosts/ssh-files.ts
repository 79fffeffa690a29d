import { randomBytes } from "node:crypto";
import type { SFTPWrapper, Stats } from "ssh2";
import type { FileStat, HostFiles } from "./host.ts";
import { HostFault, HostFileError, type HostFileReason } from "./host-fault.ts";
import { ancestorsOf, baseOf, parentOf, requireHostPath } from "./host-path.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { type Ask, type Done, treesOver } from "./ssh-trees.ts";
import { within } from "./within.ts";

const defaultMaxBytes = 1_048_576;
const chunkBytes = 32_768;
/** SFTP protocol status codes. */
const noSuchFile = 2;
const permissionDenied = 3;
const failure = 4;

/** Files over SFTP. One SFTP session per connection, opened on first use and again if it dies; it counts as one of MaxSessions. */
export function createSshFiles(
  connection: SshConnection,
  { operationTimeoutMs = 30_000 } = {},
): HostFiles & { resolveHome(): Promise<string> } {
  let session: Promise<SFTPWrapper> | undefined;
  const sftp = () => {
    session ??= connection.openSftp().then(
      (opened) => {
        // What is no SFTP ends this session and what waits in it. Unheard, it would take the whole connection along.
        opened.on("error", () => undefined);
        return opened.once("close", () => {
          session = undefined;
        });
      },
      (error) => {
        session = undefined;
        throw error;
      },
    );
    return session;
  };
  const ask = async <T>(path: string, start: (sftp: SFTPWrapper, done: Done<T>) => void): Promise<T> => {
    const opened = await sftp();
    const work = new Promise<T>((resolve, reject) => {
      const done: Done<T> = (error, value) => (error ? reject(fileError(error, path)) : resolve(value));
      try {
        start(opened, done);
      } catch (error) {
        // ssh2 throws here what it knows the server not to have.
        reject(fileError(error instanceof Error ? error : new Error(String(error)), path));
      }
    });
    const onLate = () => connection.lost ?? lateFault(connection.label, path);
    return within(work, { timeoutMs: operationTimeoutMs, onLate }).catch((error) => {
      throw connection.lost ?? error;
    });
  };
  return filesOver(ask);
}

function filesOver(ask: Ask): HostFiles & { resolveHome(): Promise<string> } {
  const findStat = (path: string) =>
    ask<Stats>(path, (sftp, done) => sftp.stat(path, done)).then(
      (stats) => toFileStat(stats, path),
      (error) => {
        if (error instanceof HostFileError && error.reason === "not-found") return undefined;
        throw error;
      },
    );
  return {
    resolveHome: async () => {
      const home = await ask<string>(".", (sftp, done) => sftp.realpath(".", done));
      if (typeof home !== "string") throw mismatch(".");
      return requireHostPath(home);
    },
    stat: async (path) => findStat(requireHostPath(path)),
    async makeDirectory(path, { mode = 0o755 } = {}) {
      for (const one of ancestorsOf(requireHostPath(path))) {
        // SFTP cannot say "exists already", so look first, and look again when two runners raced.
        if ((await findStat(one))?.kind === "directory") continue;
        try {
          await ask<void>(one, (sftp, done) => sftp.mkdir(one, { mode }, (error) => done(error)));
        } catch (error) {
          if ((await findStat(one))?.kind !== "directory") throw error;
        }
      }
    },
    async read(path, { maxBytes = defaultMaxBytes } = {}) {
      const file = requireHostPath(path);
      const handle = await ask<Buffer>(file, (sftp, done) => sftp.open(file, "r", done));
      if (!Buffer.isBuffer(handle)) throw mismatch(file);
      try {
        return await readAll(ask, { file, handle, maxBytes });
      } finally {
        await ask<void>(file, (sftp, done) => sftp.close(handle, (error) => done(error)));
      }
    },
    write: async (path, content, options) => writeAtomically(ask, { path: requireHostPath(path), content, ...options }),
    async remove(path) {
      const file = requireHostPath(path);
      await ask<void>(file, (sftp, done) => sftp.unlink(file, (error) => done(error))).catch(async (error) => {
        if ((await findStat(file)) !== undefined) throw error;
      });
    },
    ...treesOver(ask),
    async freeBytes(path) {
      const at = requireHostPath(path);
      const answer = await ask<FsStat>(at, (sftp, done) => sftp.ext_openssh_statvfs(at, done));
      const bytes = Number(answer?.f_bavail) * Number(answer?.f_frsize);
      if (!Number.isFinite(bytes)) throw mismatch(at);
      return bytes;
    },
  };
}

type FsStat = { f_bavail: number; f_frsize: number };

async function readAll(ask: Ask, { file, handle, maxBytes }: { file: string; handle: Buffer; maxBytes: number }) {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // /proc files say size 0, so read until the end instead of trusting stat.
  for (;;) {
    const chunk = Buffer.alloc(chunkBytes);
    const count = await ask<number>(file, (sftp, done) =>
      sftp.read(handle, chunk, 0, chunkBytes, sizeBytes, (error, read) =>
        isEnd(error) ? done(null, 0) : done(error, read),
      ),
    );
    if (count === 0) return Buffer.concat(chunks);
    if (!Number.isInteger(count) || count < 0 || count > chunkBytes) throw mismatch(file);
    sizeBytes += count;
    if (sizeBytes > maxBytes)
      throw new HostFileError("too-large", { path: file, detail: `is larger than ${maxBytes} bytes` });
    chunks.push(chunk.subarray(0, count));
  }
}

const isEnd = (error: unknown) => codeOf(error) === 1;

/** New file beside the old one, fsync, then the POSIX rename of OpenSSH, which replaces in one step. */
async function writeAtomically(
  ask: Ask,
  { path, content, mode = 0o644 }: { path: string; content: Uint8Array | string; mode?: number },
): Promise<void> {
  const bytes = Buffer.from(content);
  const temporary = `${parentOf(path)}/.${baseOf(path)}.${randomBytes(6).toString("hex")}.new`;
  const handle = await ask<Buffer>(path, (sftp, done) => sftp.open(temporary, "wx", { mode }, done));
  if (!Buffer.isBuffer(handle)) throw mismatch(path);
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const size = Math.min(chunkBytes, bytes.length - at);
      await ask<void>(path, (sftp, done) => sftp.write(handle, bytes, at, size, at, (error) => done(error)));
    }
    // The mode of `open` is cut by the server's umask; this is not.
    await ask<void>(path, (sftp, done) => sftp.fchmod(handle, mode, (error) => done(error)));
    await ask<void>(path, (sftp, done) => sftp.ext_openssh_fsync(handle, (error) => done(error)));
    await ask<void>(path, (sftp, done) => sftp.close(handle, (error) => done(error)));
    await ask<void>(path, (sftp, done) => sftp.ext_openssh_rename(temporary, path, (error) => done(error)));
  } catch (error) {
    await ask<void>(path, (sftp, done) => sftp.unlink(temporary, () => done(null))).catch(() => undefined);
    throw error;
  }
}

/** A server may answer with another kind of answer than it was asked for; ssh2 hands over any. */
function mismatch(path: string): HostFileError {
  return new HostFileError("failed", { path, detail: "was answered with something else than was asked for" });
}

function toFileStat(stats: Stats, path: string): FileStat {
  if (typeof stats?.isFile !== "function" || typeof stats.mtime !== "number") throw mismatch(path);
  const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : stats.isSocket() ? "socket" : "other";
  const { size: sizeBytes, uid: ownerId, gid: groupId } = stats;
  return { kind, sizeBytes, mode: stats.mode & 0o7777, modifiedAtMs: stats.mtime * 1_000, ownerId, groupId };
}

function codeOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "number" ? error.code : undefined;
}

function fileError(error: Error, path: string): HostFileError {
  const code = codeOf(error);
  const reason: HostFileReason =
    code === noSuchFile
      ? "not-found"
      : code === permissionDenied
        ? "denied"
        : code === failure
          ? reasonOfFailure(error)
          : "failed";
  return new HostFileError(reason, { path, detail: error.message, cause: error });
}

/** OpenSSH folds ENOSPC into the general failure; the message is all there is. */
const reasonOfFailure = (error: Error): HostFileReason => (/no space|quota/i.test(error.message) ? "full" : "failed");

function lateFault(label: string, path: string): HostFault {
  return new HostFault("timeout", {
    sentence: `${label} did not finish a file operation on ${path} in time.`,
    nextAction: "Check the load and the disks of the server.",
  });
}
