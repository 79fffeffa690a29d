import type { Clock } from "../../agent/clock.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { DialRefused } from "../../hosts/host-fault.ts";
import { askOverStream, NoAnswerInTime, type StreamAnswer } from "../../http-over-stream.ts";
import { documentHeader, doorHost, revisionHeader } from "./render.ts";
import { probeHeader } from "./render-upstream.ts";

const askTimeoutMs = 5_000;

/** What requests meet at port 80. Revision -1: no table is in force. `hash` undefined: it is not our document, or not one with our secret. */
export type SeenDoor = { hash: string | undefined; revision: number };

/** One GET at the door that users' requests come through. undefined: nobody answers. */
export async function knock(
  host: DockerHost,
  request: { path: string; headers: Record<string, string>; signal?: AbortSignal; isHeadEnough?: true },
): Promise<StreamAnswer | undefined> {
  try {
    const asked = { address: { host: "127.0.0.1", port: 80 }, method: "GET", timeoutMs: askTimeoutMs } as const;
    return await askOverStream(host, { ...asked, ...request, maxBytes: 65_536 });
  } catch (error) {
    if (error instanceof DialRefused || error instanceof NoAnswerInTime) return undefined;
    throw error;
  }
}

/** Which document and which table serve requests. undefined: nobody answers. */
export async function askDoor(host: DockerHost, probeSecret: string): Promise<SeenDoor | undefined> {
  const answer = await knock(host, { path: "/", headers: { Host: doorHost, [probeHeader]: probeSecret } }).catch(
    () => undefined,
  );
  if (!answer) return undefined;
  const hash = textOf(answer, documentHeader);
  const revision = textOf(answer, revisionHeader)?.match(/(\d{1,15})$/)?.[1];
  return { hash, revision: revision === undefined ? -1 : Number(revision) };
}

export function textOf({ headers }: StreamAnswer, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === "string" ? value : undefined;
}

/** New connections are dealt out among all that listen: so many alike answers leave little doubt that there is only one. */
const asks = 12;
const patienceMs = 3_000;

/**
 * Whether every connection meets this document and this table or a newer one. A document that is put in force takes a moment to be the
 * only one; a refused one may have left somebody listening who never goes.
 */
export async function isOnlyOne(
  host: DockerHost,
  wanted: { probeSecret: string; hash: string; revision: number },
  clock: Pick<Clock, "sleep" | "monotonic">,
): Promise<boolean> {
  const giveUpAt = clock.monotonic() + patienceMs;
  for (;;) {
    const seen = await Promise.all(Array.from({ length: asks }, () => askDoor(host, wanted.probeSecret)));
    if (seen.every((each) => each?.hash === wanted.hash && each.revision >= wanted.revision)) return true;
    if (clock.monotonic() > giveUpAt) return false;
    await clock.sleep(100);
  }
}
