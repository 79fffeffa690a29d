import type { Readable } from "node:stream";

/**
 * The files of one commit under one base directory, without a checkout. Contents are hostile input: whoever may push wrote them.
 * Paths given here are relative POSIX, checked by the RepoPath grammar before; paths that come out are judged by the reader.
 */
export interface SourceTree {
  /** Uncompressed tar of everything below the base directory. A failure of git is an error of the stream. */
  openTar(): Readable;
  /**
   * One file, with symlinks followed inside the repository and never out of it. undefined when there is no such file.
   * Throws when it is larger than `maxBytes`.
   */
  readFile(path: string, options: { maxBytes: number }): Promise<Buffer | undefined>;
}
