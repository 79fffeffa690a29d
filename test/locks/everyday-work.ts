import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { NodeControlPlane } from "../support/control-plane.ts";
import type { FloodOrder } from "../support/load/flood.ts";
import { enrolSimulatedRunner } from "../support/load/simulated-runner.ts";
import { aFlood } from "../support/load/webhook-source.ts";

type Call = { what: string; status: number; ms: number; endedAt: number };

async function send(path: string, init: RequestInit): Promise<number> {
  const answer = await fetch(path, init);
  await answer.arrayBuffer();
  return answer.status;
}

/** A delivery nobody has seen before, signed as GitHub does. */
function sendPush({ url, secret, headers, body, commit }: FloodOrder): Promise<number> {
  const text = body.replaceAll(commit, randomBytes(20).toString("hex"));
  const signature = `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
  const own = { "x-github-delivery": randomUUID(), "x-hub-signature-256": signature };
  return send(url, { method: "POST", headers: { ...headers, ...own }, body: text });
}

/** One after the other, as by one person: each saves from what the one before has left. */
function renameInTurn({ at, headers }: { at: string; headers: Record<string, string> }) {
  let acceptedName = "before";
  let last: Promise<unknown> = Promise.resolve();
  const renameTo = async (name: string) => {
    const read = await fetch(at, { headers });
    if (!read.ok) return read.status;
    const { revision } = await read.json();
    const status = await send(at, { method: "PATCH", headers, body: JSON.stringify({ revision, name }) });
    if (status === 200) acceptedName = name;
    return status;
  };
  const again = () => {
    const renamed = last.then(() => renameTo(randomBytes(8).toString("hex")));
    last = renamed.catch(() => undefined);
    return renamed;
  };
  return { again, acceptedName: () => acceptedName };
}

/** What goes on all day: webhooks, a runner that asks for work, somebody who renames a project and somebody who reads. */
export async function everydayWork(controlPlane: NodeControlPlane) {
  const { url, token, api } = controlPlane;
  const { sourceId, order } = await aFlood(controlPlane, { perSecond: 0, seconds: 0 });
  // One is made every 150 ms.
  await api.patch("/instance", { limits: { projects: 100_000 } });
  const runner = await enrolSimulatedRunner(controlPlane);
  const project = await api.post<{ id: string }>("/projects", { name: "before" });
  const calls: Call[] = [];
  let isOver = false;

  const note = async (what: string, call: () => Promise<number>) => {
    const startedAt = performance.now();
    const status = await call().catch(() => 0);
    calls.push({ what, status, ms: performance.now() - startedAt, endedAt: performance.now() });
  };
  const asPerson = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const renaming = renameInTurn({ at: `${url}/api/v1/projects/${project.id}`, headers: asPerson });
  // Which batch it is does not matter: one that writes and is never made again by anybody else.
  const make = () => {
    const body = JSON.stringify({ name: randomBytes(8).toString("hex") });
    return send(`${url}/api/v1/projects`, { method: "POST", headers: asPerson, body });
  };
  const claim = () =>
    runner.claim(0).then(
      () => 200,
      (error: Error) => Number(error.message.match(/answered (\d+)/)?.[1] ?? 0),
    );
  const read = () => send(`${url}/api/v1/projects?limit=1`, { headers: asPerson });

  const goOn = async (work: () => Promise<void>, everyMs: number) => {
    while (!isOver) {
      // At its pace, whether or not the last has ended: what waits must not thin out what comes.
      await Promise.race([work(), pause(everyMs)]);
      await pause(everyMs);
    }
  };
  const running = [
    goOn(() => note("webhook", () => sendPush(order)), 20),
    goOn(() => note("change", renaming.again), 100),
    goOn(() => note("change", make), 150),
    goOn(() => note("claim", claim), 100),
    goOn(() => note("read", read), 50),
  ];
  return {
    sourceId,
    calls,
    /** Ends the work and waits for every answer. */
    end: async () => {
      isOver = true;
      await Promise.all(running);
      await note("change", renaming.again);
      const { name } = await api.get<{ name: string }>(`/projects/${project.id}`);
      return { isNameKept: name === renaming.acceptedName() };
    },
  };
}
