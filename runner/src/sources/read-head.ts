import * as v from "valibot";
import { CommitSha } from "../../contract/index.ts";
import type { GitRepository } from "./git-repository.ts";

const headTimeoutMs = 30_000;

/** Commit at the head of a branch or tag on the server now; null when there is no such ref. */
export async function readHead(
  { must, settings }: GitRepository,
  { ref, signal }: { ref: string; signal: AbortSignal },
): Promise<string | null> {
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`];
  const { stdout } = await must(["ls-remote", "--quiet", "--", settings.url, ...names], {
    signal,
    timeoutMs: headTimeoutMs,
  });
  const byName = new Map(
    stdout
      .toString("utf8")
      .split("\n")
      .flatMap((line) => {
        const [sha, name] = line.split("\t");
        return sha && name ? [[name, sha] as const] : [];
      }),
  );
  return names.map((name) => byName.get(name)).find((sha) => v.is(CommitSha, sha)) ?? null;
}
