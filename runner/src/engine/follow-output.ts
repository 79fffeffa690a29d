import { PassThrough } from "node:stream";
import type { DockerHost } from "./docker-host.ts";

export type OnOutput = (stream: "stdout" | "stderr", bytes: Uint8Array) => void;
export type Following = { drained: Promise<void>; end: () => void };

/**
 * What a container prints, from its beginning until it has ended. What cannot be read is missing and breaks nothing: how the container
 * ended says its watch.
 */
export function followOutput(host: DockerHost, { id, onOutput }: { id: string; onOutput: OnOutput }): Following {
  const abort = new AbortController();
  const follow = async () => {
    const { status, response } = await host.dockerRequest({
      method: "GET",
      path: `/containers/${id}/logs`,
      query: { follow: "1", stdout: "1", stderr: "1" },
      signal: abort.signal,
    });
    if (status !== 200) return void response.resume();
    const outputs = { stdout: new PassThrough(), stderr: new PassThrough() };
    outputs.stdout.on("data", (bytes: Buffer) => onOutput("stdout", bytes));
    outputs.stderr.on("data", (bytes: Buffer) => onOutput("stderr", bytes));
    host.docker.modem.demuxStream(response, outputs.stdout, outputs.stderr);
    await new Promise<void>((resolve) => response.once("close", resolve).once("end", resolve));
  };
  return {
    drained: follow().catch(() => undefined),
    end: () => abort.abort(new Error("nobody listens any more")),
  };
}
