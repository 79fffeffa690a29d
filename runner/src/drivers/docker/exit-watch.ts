import * as v from "valibot";
import { dockerLeft } from "../../engine/docker-agent.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import type { Exit } from "../../plan/explain-start.ts";
import type { ExitWatch } from "../../ports/driver.ts";
import { toldExitCode } from "./told-exit-code.ts";

const Waited = v.object({ StatusCode: v.number() });
const Inspected = v.object({
  RestartCount: v.optional(v.number(), 0),
  State: v.object({
    Running: v.optional(v.boolean(), false),
    OOMKilled: v.optional(v.boolean(), false),
    Error: v.optional(v.string(), ""),
    FinishedAt: v.optional(v.string(), ""),
  }),
});

/**
 * `next-exit` for one that has not started yet: the daemon answers with headers once it watches, so what follows cannot be missed.
 * `not-running` for one that runs: it also tells of an exit that already happened.
 */
export async function openExitWatch(
  host: DockerHost,
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
  host: DockerHost,
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
  if (!waited.success) throw dockerLeft(host.label, "it did not say how the container ended");
  const { StatusCode: exitCode } = waited.output;
  await requireDaemon(host);
  const inspected = v.safeParse(
    Inspected,
    await host.docker
      .getContainer(id)
      .inspect()
      .catch(() => undefined),
  );
  if (!inspected.success) return { exitCode, isOutOfMemory: false, error: "" };
  const { RestartCount, State } = inspected.output;
  // What ends by itself is started again by its policy, and that is counted.
  if (State.Running && RestartCount === 0) throw dockerLeft(host.label, "it ended the container and started it again");
  // Docker up to 23 clears the code when it starts the container again, and may do so before it has told who waits.
  const code = exitCode === 0 && RestartCount > 0 ? await toldExitCode(host, { id, at: State.FinishedAt }) : exitCode;
  return { exitCode: code ?? exitCode, isOutOfMemory: State.OOMKilled, error: State.Error };
}

/**
 * A daemon that is stopped ends its containers, and still answers over the connections it has. On a new one it does not, or the next
 * daemon does: an exit that comes with it is no judgement of what ran. Asks for the events of a second long ago.
 */
async function requireDaemon(host: DockerHost): Promise<void> {
  const { response } = await host.dockerRequest({ method: "GET", path: "/events", query: { since: "1", until: "2" } });
  response.resume();
}
