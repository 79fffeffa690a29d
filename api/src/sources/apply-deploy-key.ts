import type { Deps } from "../kit/deps.ts";
import { applyDeployKeyToSource } from "./sources.store.ts";

const publicKeyLine = /^ssh-(ed25519|rsa) [A-Za-z0-9+/]+={0,2}( [A-Za-z0-9@._:-]{1,100})?$/;

/** Takes over the public half of the key a runner made for a source. */
export async function applyDeployKey(
  { db, log }: Pick<Deps, "db" | "log">,
  job: { teamId: string; subjectId: string; runnerId: string },
  publicKey: string,
): Promise<void> {
  if (!publicKeyLine.test(publicKey)) {
    log.error("a runner sent a deploy key that is not one line of a public key", null, { source: job.subjectId });
    return;
  }
  await applyDeployKeyToSource(db, job.teamId, { id: job.subjectId, runnerId: job.runnerId, publicKey });
}
