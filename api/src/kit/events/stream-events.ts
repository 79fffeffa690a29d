import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { resolveActor } from "../http/actor.ts";
import type { ApiEnv } from "../http/api-env.ts";
import { toldAs } from "./resource-event.ts";

/** Below every proxy's idle limit, and how long a revoked credential may still listen. */
const pulseMs = 20_000;

/**
 * The team's live events until the reader leaves, falls behind or loses the right to listen: that is asked again at every pulse,
 * because a session or a membership may end while its stream is open. Readers reconnect by themselves and read the truth again.
 */
export function streamEvents(c: Context<ApiEnv>, { everyMs = pulseMs }: { everyMs?: number } = {}) {
  const { deps, actor } = c.var;
  // Buffering proxies would hold events back.
  c.header("X-Accel-Buffering", "no");
  return streamSSE(c, async (stream) => {
    const ending = new AbortController();
    stream.onAbort(() => ending.abort());
    const mayStillListen = async () => {
      const now = await resolveActor(c);
      return now.userId === actor.userId && now.teamId === actor.teamId;
    };
    const pulse = async () => {
      // Whatever stops the answer to that question (401, a database away) ends the stream; the reader asks again.
      if (!(await mayStillListen().catch(() => false))) return ending.abort();
      await stream.writeSSE({ event: "ping", data: '{"type":"ping"}' });
    };
    const events = deps.hub.subscribe(actor.teamId, ending.signal);
    await stream.writeSSE({ event: "ping", data: '{"type":"ping"}', retry: 2_000 });
    const timer = setInterval(() => void pulse(), everyMs);
    try {
      for await (const event of events) {
        // Log lines have a stream of their own; here they would drown everything else.
        if (event.type === "log") continue;
        for (const told of toldAs(event)) await stream.writeSSE({ event: told.type, data: JSON.stringify(told) });
      }
    } finally {
      clearInterval(timer);
    }
  });
}
