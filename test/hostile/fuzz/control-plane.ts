import { claimedApp, owner, signedIn, type TestApp } from "../../../api/src/testing/test-app.ts";

export type FuzzedApp = Awaited<ReturnType<typeof claimedApp>> & {
  cookie: string;
  /** Throws what the control plane itself called a fault of its own since the last time. */
  blameless(): void;
};

/** A control plane whose own faults are kept: it answers with a number and goes on, and only its log tells. */
export async function aFuzzedApp(change: Parameters<typeof claimedApp>[0] = {}): Promise<FuzzedApp> {
  const told: unknown[] = [];
  const log = { info: () => undefined, error: (message: string, error?: unknown) => void told.push(error ?? message) };
  const app = await claimedApp({ ...change, log });
  const cookie = await signedIn(app, owner);
  return {
    ...app,
    cookie,
    blameless: () => {
      const [first] = told.splice(0);
      if (first === undefined) return;
      throw new TypeError("the control plane calls it a fault of its own", { cause: first });
    },
  };
}

type Sent = { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer> | string };

/** One request with any bytes; undefined: what is no request at all, which no server would hand on. */
export async function sendAnything({ app, deps }: TestApp, path: string, sent: Sent): Promise<Response | undefined> {
  let request: Request;
  try {
    const body = sent.body === undefined || sent.method === "GET" ? {} : { body: sent.body };
    request = new Request(new URL(path, deps.config.url), { method: sent.method, headers: sent.headers, ...body });
  } catch {
    return undefined;
  }
  const answer = await app.fetch(request, { deps, client: { ip: "192.0.2.1", userAgent: "fuzz" } });
  await deps.settle();
  return answer;
}
