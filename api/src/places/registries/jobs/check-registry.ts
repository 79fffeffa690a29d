import type { Deps } from "../../../kit/deps.ts";
import type { Compiled, JobRow, WorkKind } from "../../../kit/work-kinds.ts";
import { toServerTarget } from "../../../rules/server-target.ts";
import { noSecrets, openerFor, serverOf } from "../../../work/jobs/compile-tools.ts";
import { NotCompilable } from "../../../work/jobs/not-compilable.ts";
import { checkEnd, checkNews } from "../check-end.ts";
import { openLogin } from "../open-login.ts";
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
  const { address, pullImage: pull, pushImage: push, wrappedKey } = row;
  const login = await openLogin(openerFor(deps, job, wrappedKey), row);
  return {
    payload: { kind: "check-registry", target: toServerTarget(server), registry: address, pull, push },
    secrets: { ...noSecrets, registries: [login] },
  };
}
