/** A commit as its repository tells it. All but the id is its author's own text: hostile input for whoever shows it. */
export type Commit = {
  /** Full, in hex. */
  sha: string;
  author: string;
  /** The first line of its message. */
  subject: string;
  /** Epoch ms, as its committer claims. */
  committedAt: number;
};

/** What is known of it before a runner has fetched it. */
export type KnownCommit = Pick<Commit, "sha"> & { [K in "author" | "subject"]: Commit[K] | null };
