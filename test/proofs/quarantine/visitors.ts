import http from "node:http";

export type Visitors = {
  seen: () => { requests: number; failed: string[] };
  /** Counts from here on. */
  reset: () => void;
  stop: () => Promise<void>;
};

const pauseMs = 20;

/** One visitor a host, who keeps a connection and tries nothing twice. */
export function startVisitors(ip: string, hosts: readonly string[]): Visitors {
  let seen = { requests: 0, failed: [] as string[] };
  let isStopped = false;
  const visitor = async (host: string) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (!isStopped) {
      const status = await visit(agent, { ip, host }).catch((error: unknown) => String(error));
      seen.requests += 1;
      if (status !== 200) seen.failed.push(`${host}: ${status}`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    agent.destroy();
  };
  const all = hosts.map(visitor);
  return {
    seen: () => seen,
    reset: () => {
      seen = { requests: 0, failed: [] };
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(all);
    },
  };
}

function visit(agent: http.Agent, { ip, host }: { ip: string; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = http.get({ agent, host: ip, path: "/", headers: { Host: host }, timeout: 10_000 }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
      answer.on("error", reject);
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer within 10 s")));
    asked.on("error", reject);
  });
}
