import type { Commit } from "../../contract/index.ts";
import type { GitRepository } from "./git-repository.ts";

export async function readCommit({ must }: GitRepository, sha: string, signal?: AbortSignal): Promise<Commit> {
  const format = "--format=%H%x00%an%x00%ct%x00%s";
  const { stdout } = await must(
    ["log", "-1", "--no-show-signature", "--no-mailmap", "--encoding=UTF-8", format, sha, "--"],
    { signal },
  );
  const [id = "", author = "", seconds = "", subject = ""] = stdout.toString("utf8").replace(/\n$/, "").split("\0");
  return {
    sha: id,
    author: author.slice(0, 200),
    subject: subject.slice(0, 500),
    committedAt: Number(seconds) * 1_000,
  };
}
