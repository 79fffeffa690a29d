import { ask } from "./ask.ts";

export type Watch = {
  /** Ends the watch: what failed, and the commits that answered, in order of their first answer. */
  stop(): Promise<{ asked: number; failed: string[]; commits: string[] }>;
};

/** Only `healthy` tells its commit; what another version answers stands for itself. */
function commitIn(body: string): string {
  try {
    return (JSON.parse(body) as { commit: string }).commit;
  } catch {
    return body.slice(0, 100);
  }
}

/** Asks the application again and again, each time over a new connection, and remembers every answer that was not 200. */
export function watchAnswers({ host, ip }: { host: string; ip: string }, everyMs = 50): Watch {
  const failed: string[] = [];
  const commits: string[] = [];
  let asked = 0;
  let isStopped = false;
  const once = async () => {
    asked++;
    try {
      const answer = await ask({ host, ip, path: "/" });
      if (answer.status !== 200) failed.push(`${answer.status} ${answer.body.slice(0, 200)}`);
      else {
        const commit = commitIn(answer.body);
        if (commits.at(-1) !== commit) commits.push(commit);
      }
    } catch (error) {
      failed.push(String(error));
    }
  };
  const loop = (async () => {
    while (!isStopped) {
      await once();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    stop: async () => {
      isStopped = true;
      await loop;
      return { asked, failed, commits };
    },
  };
}
