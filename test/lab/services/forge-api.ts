import { execFile } from "node:child_process";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";

/** What each forge's API answers to "where is this branch", at the paths its own documentation gives. */
export interface Question {
  repository: string;
  branch: string;
  answer(commit: string): object;
}

const runGit = promisify(execFile);
const inPath = "([^/]+/[^/]+)";

const questions: readonly { path: RegExp; answer: (branch: string, commit: string) => object }[] = [
  {
    // GitHub, by branch and by ref. On a host of one's own its API lies below /api/v3.
    path: new RegExp(`^/api/v3/repos/${inPath}/branches/(.+)$`),
    answer: (name, sha) => ({ name, commit: { sha }, protected: false }),
  },
  {
    path: new RegExp(`^/api/v3/repos/${inPath}/git/ref/heads/(.+)$`),
    answer: (name, sha) => ({ ref: `refs/heads/${name}`, object: { type: "commit", sha } }),
  },
  {
    path: new RegExp(`^/api/v3/repos/${inPath}/commits/(?:heads/)?(.+)$`),
    answer: (_name, sha) => ({ sha }),
  },
  {
    path: /^\/api\/v4\/projects\/([^/]+%2F[^/]+)\/repository\/branches\/(.+)$/i,
    answer: (name, id) => ({
      name,
      merged: false,
      protected: true,
      default: name === "main",
      commit: { id, short_id: id.slice(0, 8) },
    }),
  },
  {
    path: new RegExp(`^/2\\.0/repositories/${inPath}/refs/branches/(.+)$`),
    answer: (name, hash) => ({ type: "branch", name, target: { type: "commit", hash } }),
  },
  {
    path: new RegExp(`^/api/v1/repos/${inPath}/branches/(.+)$`),
    answer: (name, id) => ({ name, commit: { id }, protected: false }),
  },
];

/** The question an API request asks; `undefined` for requests that are git's. */
export function readQuestion(url: URL): Question | undefined {
  for (const { path, answer } of questions) {
    const [, repository, branch] = url.pathname.match(path) ?? [];
    if (repository === undefined || branch === undefined) continue;
    const name = decodeURIComponent(branch);
    return { repository: decodeURIComponent(repository), branch: name, answer: (commit) => answer(name, commit) };
  }
  return undefined;
}

/** Forges take a token in one of these headers, or as a password. */
export function tokenOf({ headers }: IncomingMessage): string | undefined {
  const own = [headers["private-token"] ?? []].flat()[0];
  const [scheme = "", value = ""] = (headers.authorization ?? "").split(" ");
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (/^basic$/i.test(scheme)) return Buffer.from(value, "base64").toString().split(":").slice(1).join(":");
  return own;
}

export async function findHead(repositories: string, { repository, branch }: Question): Promise<string | undefined> {
  const folder = join(repositories, `${repository}.git`);
  try {
    const asked = ["-C", folder, "rev-parse", "--verify", "--quiet", `refs/heads/${branch}`];
    const { stdout } = await runGit("git", asked);
    return stdout.trim();
  } catch {
    return undefined;
  }
}
