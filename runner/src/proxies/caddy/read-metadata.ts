import * as v from "valibot";
import type { Clock } from "../../agent/clock.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import type { MetadataSeen } from "../../plan/metadata-check.ts";
import { proxyName } from "../../plan/names.ts";

const Inspected = v.object({ Running: v.boolean(), ExitCode: v.nullable(v.number()) });

/**
 * Constants only. The proxy's image brings both programs. Whatever answers in HTTP is reached, also when it asks for a token first; an
 * outcome that is not known is told as such by any other number.
 */
const script = [
  "said=$(timeout 3 wget -q -O /dev/null http://169.254.169.254/ 2>&1)",
  "code=$?",
  '[ "$code" = 0 ] && exit 0',
  'case "$said" in *HTTP/*) exit 0 ;; *"connect to"* | *nreachable*) exit 1 ;; esac',
  '[ "$code" = 124 ] || [ "$code" = 143 ] && exit 1',
  "exit 2",
].join("\n");
const question = ["sh", "-c", script];
const looks = 20;
const lookEveryMs = 250;

/** Lets the proxy's container ask a cloud's metadata for nothing, as anything else in a container could. What it tells is thrown away. */
export async function readMetadata(host: DockerHost, clock: Pick<Clock, "sleep">): Promise<MetadataSeen> {
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
