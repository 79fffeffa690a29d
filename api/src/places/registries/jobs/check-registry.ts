import type { Deps } from "../../../kit/deps.ts";
import { openCredential } from "../../../kit/secrets/open-credential.ts";
import { teamRegistryPlace } from "../../../kit/secrets/secret-places.ts";
import type { Compiled, JobRow, WorkKind } from "../../../kit/work-kinds.ts";
import { toServerTarget } from "../../../rules/server-target.ts";
import { noSecrets, openerFor, serverOf } from "../../../work/jobs/compile-tools.ts";
import { NotCompilable } from "../../../work/jobs/not-compilable.ts";
import { checkEnd, checkNews } from "../check-end.ts";
import { readForCheck } from "../registries.store.ts";

/** Asks a registry and changes nothing there. */
export const checkRegistry: WorkKind<"check-registry"> = {
  timeoutMs: 3 * 60_000,
  maxAttempts: 1,
  lock: () => null,
  isMergeable: true,
  isBuild: false,
  compile,
  ended: checkEnd,
  announce: checkNews,
};

async function compile(deps: Deps, job: JobRow): Promise<Compiled<"check-registry">> {
  const [row, server] = await Promise.all([readForCheck(deps.db, job), serverOf(deps, job)]);
  if (!row) throw new NotCompilable("The registry is gone.");
  const { id, address, username, password: sealed, pullImage: pull, pushImage: push, wrappedKey } = row;
  const credential = {
    place: teamRegistryPlace({ id, address }),
    sealed,
    givenFor: { kind: "registry" as const, registry: address },
  };
  const password = await openCredential(openerFor(deps, job, wrappedKey), credential, { to: `${address}/image` });
  return {
    payload: { kind: "check-registry", target: toServerTarget(server), registry: address, pull, push },
    secrets: { ...noSecrets, registries: [{ registry: address, username, password }] },
  };
}
