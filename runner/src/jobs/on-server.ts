import type { JobKind, PayloadOf, ServerTarget } from "../../contract/index.ts";
import { createDockerDriver } from "../drivers/docker/apply.ts";
import type { Driver } from "../drivers/driver.ts";
import type { Host } from "../hosts/host.ts";
import type { HostLease } from "../hosts/host-pool.ts";
import type { JobAtHand } from "./job-runner.ts";

/** Kinds that work on one server. */
type KindOnServer = { [K in JobKind]: PayloadOf<K> extends { target: ServerTarget } ? K : never }[JobKind];

/** Connects to the server that a job names, works there, and gives the connection back however that ends. */
export async function onServer<K extends KindOnServer, R>(
  { tools, context, payload }: JobAtHand<K>,
  work: (at: { driver: Driver; host: Host }) => Promise<R>,
): Promise<R> {
  const { journal, signal } = context;
  let lease: HostLease | undefined;
  try {
    const { host } = await journal.step("connect", async () => {
      lease = await tools.hosts.acquire(payload.target, signal);
      return lease;
    });
    return await work({ driver: createDockerDriver({ host, effect: journal.effect }), host });
  } finally {
    // Also when the step failed after it had connected.
    lease?.release();
  }
}
