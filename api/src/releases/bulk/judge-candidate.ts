// pure

import type { BulkVerb } from "@fairlead/runner/contract";
import { AppError } from "../../rules/errors.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { checkOperable } from "../../rules/preflight.ts";

export type Judged = {
  teamId: string;
  projectId: string;
  environmentId: string;
  resourceId: string;
  serverIds: readonly string[];
  state: string;
  /** Some release of it serves. */
  serves: boolean;
  /** JSON of server and runner, where the runner was revoked. */
  revoked: string | null;
};

/** Why it would be skipped, as far as that is known before its turn; null when nothing is. Its settings are looked at then. */
export function judgeCandidate(actor: Actor, verb: BulkVerb, of: Judged): string | null {
  try {
    allow(actor, verb === "deploy" ? "resource.deploy" : "resource.operate", of);
    const [server, runner] = JSON.parse(of.revoked ?? "[]");
    checkOperable({
      id: of.resourceId,
      state: of.state,
      server: { name: String(server), runnerId: "" },
      runner: { name: String(runner), revokedAt: of.revoked === null ? null : 0 },
    });
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  if (verb === "deploy") return null;
  if (!of.serves) return "No release of it serves yet. Deploy it first.";
  if (verb === "stop" && of.state === "stopped") return "It is stopped already.";
  return verb === "start" && of.state === "running" ? "It runs already." : null;
}
