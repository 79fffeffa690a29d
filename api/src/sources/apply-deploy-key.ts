import type { Deps } from "../kit/deps.ts";
import { applyDeployKeyToSource } from "./sources.store.ts";

const publicKeyLine = /^ssh-(ed25519|rsa) [A-Za-z0-9+/]+={0,2}( [A-Za-z0-9@._:-]{1,100})?$/;

/** Takes over the public half of the key a runner made for a source. */
export async function applyDeployKey(
  { db, log }: Pick<Deps, "db" | "log">,
  job: { teamId: string; sourceId: string | null; runnerId: string },
  publicKey: string,
): Promise<void> {
  if (job.sourceId === null) return;
  if (!publicKeyLine.test(publicKey)) {
    log.error("a runner sent a deploy key that is not one line of a public key", null, { source: job.sourceId });
    return;
  }
  await applyDeployKeyToSource(db, job.teamId, { id: job.sourceId, runnerId: job.runnerId, publicKey });
}
