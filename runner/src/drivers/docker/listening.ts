import * as v from "valibot";
import type { DockerHost } from "../../engine/docker-host.ts";
import { type Listener, parseListeners } from "../../plan/listeners.ts";

const Inspected = v.object({ State: v.object({ Pid: v.pipe(v.number(), v.integer(), v.minValue(2)) }) });

/**
 * Where the processes of a container listen, read from its network namespace through /proc of the server: no program is run, so it
 * works for images that hold nothing but one binary. undefined when the server does not let us look.
 */
export async function readListeners(host: DockerHost, id: string): Promise<Listener[] | undefined> {
  try {
    const { State } = v.parse(Inspected, await host.docker.getContainer(id).inspect());
    const read = async (table: string) =>
      (await host.files.read(`/proc/${State.Pid}/net/${table}`, { maxBytes: 262_144 })).toString("latin1");
    const [tcp, tcp6] = await Promise.all([read("tcp"), read("tcp6").catch(() => "")]);
    return parseListeners({ tcp, tcp6 });
  } catch {
    return undefined;
  }
}
