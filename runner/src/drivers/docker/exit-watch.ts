import * as v from "valibot";
import type { Host } from "../../hosts/host.ts";
import type { Exit } from "../../plan/explain-start.ts";
import type { ExitWatch } from "../driver.ts";

const Waited = v.object({ StatusCode: v.number() });
const Inspected = v.object({
  State: v.object({ OOMKilled: v.optional(v.boolean(), false), Error: v.optional(v.string(), "") }),
});

/**
 * `next-exit` for one that has not started yet: the daemon answers with headers once it watches, so what follows cannot be missed.
 * `not-running` for one that runs: it also tells of an exit that already happened.
 */
export async function openExitWatch(
  host: Host,
  { id, condition }: { id: string; condition: "next-exit" | "not-running" },
): Promise<ExitWatch> {
  const abort = new AbortController();
  const { status, response } = await host.dockerRequest({
    method: "POST",
    path: `/containers/${id}/wait`,
    query: { condition },
    signal: abort.signal,
  });
  const exited = readExit(host, { id, status, response, signal: abort.signal });
  // Whoever does not look at it any more must not be told.
  exited.catch(() => undefined);
  return { exited, end: () => abort.abort(new Error("nobody watches any more")) };
}

async function readExit(
  host: Host,
  {
    id,
    status,
    response,
    signal,
  }: { id: string; status: number; response: AsyncIterable<Buffer>; signal: AbortSignal },
): Promise<Exit> {
  let text = "";
  try {
    for await (const chunk of response) text = (text + chunk.toString("utf8")).slice(0, 10_000);
  } catch (error) {
    // Ended on purpose: nothing may come of it, not even an error.
    if (signal.aborted) return new Promise(() => undefined);
    throw error;
  }
  if (status === 404) return { exitCode: -1, isOutOfMemory: false, error: "the container was removed" };
  const waited = v.safeParse(v.pipe(v.string(), v.parseJson(), Waited), text);
  const exitCode = waited.success ? waited.output.StatusCode : -1;
  const inspected = v.safeParse(
    Inspected,
    await host.docker
      .getContainer(id)
      .inspect()
      .catch(() => undefined),
  );
  const { OOMKilled = false, Error: error = "" } = inspected.success ? inspected.output.State : {};
  return { exitCode, isOutOfMemory: OOMKilled, error };
}
