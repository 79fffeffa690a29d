import type { FileEntryWithStats, SFTPWrapper } from "ssh2";
import type { HostFiles } from "./host.ts";
import { HostFileError } from "./host-fault.ts";
import { planTree, requireHostPath } from "./host-path.ts";

export type Done<T> = (error: Error | null | undefined, value: T) => void;
export type Ask = <T>(path: string, start: (sftp: SFTPWrapper, done: Done<T>) => void) => Promise<T>;

/** How many requests are on their way at once. The server answers them in order, so parents may go ahead of their children. */
const window = 256;

/** The part of `HostFiles` that is about folders and links. */
export function treesOver(
  ask: Ask,
): Pick<HostFiles, "makeTree" | "removeTree" | "list" | "link" | "readLink" | "move"> {
  const isDirectory = (path: string) =>
    ask<boolean>(path, (sftp, done) => sftp.stat(path, (error, stats) => done(null, !error && stats.isDirectory())));
  const makeFolder = (path: string) =>
    ask<void>(path, (sftp, done) => sftp.mkdir(path, (error) => done(error))).catch(async (error) => {
      if (!(await isDirectory(path))) throw error;
    });
  const entriesOf = (path: string) =>
    unlessMissing(
      ask<FileEntryWithStats[]>(path, (sftp, done) => sftp.readdir(path, done)),
      [],
    );
  const findLink = (path: string) =>
    ask<string>(path, (sftp, done) => sftp.readlink(path, done)).catch(async (error) => {
      // For what is no link OpenSSH says "failure" only.
      if (error instanceof HostFileError) return undefined;
      throw error;
    });
  const removeTree = async (path: string): Promise<void> => {
    const entries = await entriesOf(path);
    await inWindows(entries, async ({ filename, attrs }) => {
      const at = `${path}/${filename}`;
      if (attrs.isDirectory()) await removeTree(at);
      else
        await unlessMissing(
          voidly(ask, at, (sftp, done) => sftp.unlink(at, done)),
          undefined,
        );
    });
    await unlessMissing(
      voidly(ask, path, (sftp, done) => sftp.rmdir(path, done)),
      undefined,
    );
  };
  return {
    async makeTree(path, files) {
      const { folders, leaves } = planTree(requireHostPath(path), files);
      await inWindows(folders, makeFolder);
      await inWindows(leaves, async (leaf) => {
        const handle = await ask<Buffer>(leaf, (sftp, done) => sftp.open(leaf, "a", done));
        await voidly(ask, leaf, (sftp, done) => sftp.close(handle, done));
      });
    },
    removeTree: async (path) => removeTree(requireHostPath(path)),
    list: async (path) => (await entriesOf(requireHostPath(path))).map(({ filename }) => filename),
    async link(path, target) {
      const at = requireHostPath(path);
      await voidly(ask, at, (sftp, done) => sftp.symlink(target, at, done)).catch(async (error) => {
        if ((await findLink(at)) === undefined) throw error;
      });
    },
    readLink: async (path) => findLink(requireHostPath(path)),
    async move(from, to) {
      const [old, wanted] = [requireHostPath(from), requireHostPath(to)];
      await voidly(ask, old, (sftp, done) => sftp.ext_openssh_rename(old, wanted, done));
    },
  };
}

const voidly = (ask: Ask, path: string, start: (sftp: SFTPWrapper, done: (error?: Error | null) => void) => void) =>
  ask<void>(path, (sftp, done) => start(sftp, (error) => done(error)));

async function inWindows<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += window) await Promise.all(items.slice(at, at + window).map(work));
}

function unlessMissing<T, U>(work: Promise<T>, instead: U): Promise<T | U> {
  return work.catch((error) => {
    if (error instanceof HostFileError && error.reason === "not-found") return instead;
    throw error;
  });
}
