import * as v from "valibot";
import type { Clock } from "../agent/clock.ts";
import type { Host } from "../hosts/host.ts";
import type { MetadataSeen } from "../plan/metadata-check.ts";
import { proxyName } from "../plan/names.ts";

const Inspected = v.object({ Running: v.boolean(), ExitCode: v.nullable(v.number()) });

/** The proxy's image brings it. A connection is enough: what asks for a token first is reached all the same. */
const question = ["nc", "-z", "-w", "2", "169.254.169.254", "80"];
const looks = 20;
const lookEveryMs = 250;

/** Lets the proxy's container connect to a cloud's metadata, as anything else in a container could. Nothing is asked for. */
export async function readMetadata(host: Host, clock: Pick<Clock, "sleep">): Promise<MetadataSeen> {
  try {
    const exec = await host.docker.getContainer(proxyName).exec({ Cmd: question });
    const started = await host.dockerRequest({
      method: "POST",
      path: `/exec/${encodeURIComponent(exec.id)}/start`,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ Detach: true, Tty: false }),
    });
    started.response.resume();
    for (let look = 0; look < looks; look++) {
      const { Running, ExitCode } = v.parse(Inspected, await exec.inspect());
      if (!Running) return ExitCode === 0 ? "reached" : ExitCode === 1 ? "not-reached" : undefined;
      await clock.sleep(lookEveryMs);
    }
    return undefined;
  } catch {
    // Only a finding is missing; a connection that is lost shows itself at the next call.
    return undefined;
  }
}
