import type { WorkKind } from "../../kit/work-kinds.ts";
import { applyServerCheck } from "../../places/servers/apply-check.ts";
import { applyCertificates } from "../../routing/apply-certificates.ts";
import { certificatesDue } from "../../routing/certificates-due.ts";
import { mostExpected } from "../../rules/bounds.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { noSecrets, serverOf } from "../../work/jobs/compile-tools.ts";
import { applyPresence } from "../apply-presence.ts";
import { listForgotten } from "../forgotten.store.ts";
import { listExpected } from "../presence.store.ts";
import { removeForgotten } from "../remove-forgotten.ts";

/** A check looks at the server and at the applications that should be there, so it stands with these. */
export const checkServer: WorkKind<"check-server"> = {
  timeoutMs: 2 * 60_000,
  maxAttempts: 1,
  lock: () => null,
  isMergeable: true,
  isBuild: false,
  isForStrangers: true,
  compile: async (deps, job) => {
    const row = await serverOf(deps, job);
    const { proxy } = row;
    const given = await listForgotten(deps.db, { teamId: job.teamId, serverId: row.id });
    // What was given up is looked for as well: whoever is not missing was found.
    const expected = [...given, ...(await listExpected(deps.db, row.id))].slice(0, mostExpected);
    const certificates = proxy === "none" ? [] : await certificatesDue(deps, row.id);
    const payload = { kind: "check-server" as const, target: toServerTarget(row), proxy, expected, certificates };
    return { payload, secrets: noSecrets };
  },
  apply: async (deps, job, outcome) => {
    const server = await applyServerCheck(deps, job, outcome);
    if (!server) return;
    const result = outcome.kind === "succeeded" && outcome.result.kind === "check-server" ? outcome.result : undefined;
    const askedAt = job.startedAt ?? deps.clock.now();
    // Facts are there when Docker answered; what is not known to be missing counts as it did before.
    if (result?.facts) {
      await applyPresence(deps, { server, missing: result.missing, askedAt });
      await removeForgotten(deps, { server, missing: result.missing });
    }
    if (result) await applyCertificates(deps, { serverId: server.id, certificates: result.certificates });
  },
};
