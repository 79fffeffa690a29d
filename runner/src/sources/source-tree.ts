// pure

import type { Readable } from "node:stream";

/**
 * The files of one commit under one base directory, without a checkout. Contents are hostile input: whoever may push wrote them.
 * Paths given here are relative POSIX, checked by the RepoPath grammar before; paths that come out are judged by the reader.
 */
export interface SourceTree {
  /** Base directory within the repository, `.` for its root. */
  readonly base: string;
  /**
   * Uncompressed tar of everything below the base directory, with names from the root of the repository. Several archives may follow
   * one another in it (submodules). A failure of git is an error of the stream.
   */
  openTar(): Readable;
  /**
   * One file, named from the base directory, with symlinks followed inside the repository and never out of it. undefined when there is no such file.
   * Throws when it is larger than `maxBytes`.
   */
  readFile(path: string, options: { maxBytes: number }): Promise<Buffer | undefined>;
}
