import type { ApiClient } from "./api-client.ts";

type Page = {
  chunks: { attempt: number; seq: number; text: string }[];
  cursor: string | null;
  isComplete: boolean;
  missingChunks: number;
};

/** Sequence numbers of the log, one list an attempt: gap-free ones read 0, 1, 2, … Throws when chunks are known to be missing. */
export async function attemptsOf(api: ApiClient, deployment: string): Promise<number[][]> {
  const attempts = new Map<number, number[]>();
  let cursor: string | null = null;
  for (;;) {
    const page: Page = await api.get<Page>(
      `/deployments/${deployment}/log?limit=1000${cursor ? `&after=${cursor}` : ""}`,
    );
    for (const { attempt, seq } of page.chunks) attempts.set(attempt, [...(attempts.get(attempt) ?? []), seq]);
    if (page.missingChunks > 0) throw new Error(`${page.missingChunks} chunks of the log are missing`);
    if (page.chunks.length === 0 || page.cursor === cursor) return [...attempts.values()];
    cursor = page.cursor;
  }
}
