import { ask } from "./ask.ts";

/** Asks the application again and again, and tells in the end for how many milliseconds on end it did not answer with 200. */
export function watchSilence({ host, ip }: { host: string; ip: string }, everyMs = 50): () => Promise<number> {
  let silentSince: number | undefined;
  let longestMs = 0;
  let isStopped = false;
  const isAnswered = async () => (await ask({ host, ip, path: "/" }).catch(() => undefined))?.status === 200;
  const loop = (async () => {
    while (!isStopped) {
      const startedAt = performance.now();
      if (await isAnswered()) silentSince = undefined;
      else {
        silentSince ??= startedAt;
        longestMs = Math.max(longestMs, performance.now() - silentSince);
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return async () => {
    isStopped = true;
    await loop;
    return longestMs;
  };
}
