export interface Repository {
  /** `owner/name` */
  fullName: string;
  isPublic: boolean;
  httpUrl: string;
  /** Needs trust in the lab's certificate authority. */
  httpsUrl: string;
  sshUrl: string;
  /** Password for http and https, with any user name. */
  token: string;
}

export interface PushedCommit {
  id: string;
  message: string;
  /** ISO 8601 with offset. */
  timestamp: string;
  author: { name: string; email: string };
  added: string[];
  modified: string[];
  removed: string[];
}

/** What a push did to one ref: everything a forge tells in its webhook. */
export interface Push {
  repository: Repository;
  /** `refs/heads/main`, `refs/tags/v1` */
  ref: string;
  /** Forty zeros when the ref is new. */
  before: string;
  /** Forty zeros when the ref was deleted. */
  after: string;
  isForced: boolean;
  /** Oldest first. */
  commits: PushedCommit[];
}

export type FileTree = Record<string, string | Buffer>;

export interface CommitOptions {
  files?: FileTree;
  /** Symbolic links, by path: what they point at, wherever that is. */
  links?: Record<string, string>;
  /** Links to commits of other repositories, by path; .gitmodules is among the files. */
  submodules?: Record<string, string>;
  removed?: readonly string[];
  message?: string;
  /** `Name <mail>`; default: the forge's own. */
  author?: string;
  /** Default `main`. */
  branch?: string;
}

/** How forges write "no commit": before a ref exists, after it is deleted. */
export const noCommit = "0".repeat(40);
