import type { Cause, JobOutcome } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import type { Ended, JobNews, JobRow, OpenJob } from "../../kit/work-kinds.ts";
import { nameOfServer, saveCheck } from "./registries.store.ts";

/** Keeps what a try found, or why none came about. */
export async function checkEnd({ db, clock }: Deps, job: OpenJob, { outcome }: Ended): Promise<Statement[]> {
  const { teamId, subjectId: id, startedAt, serverId } = job;
  const now = clock.now();
  const checkedFrom = serverId === null ? null : ((await nameOfServer(db, teamId, serverId)) ?? null);
  const checkLines =
    outcome?.kind === "succeeded" && outcome.result.kind === "registry-checked" ? outcome.result.lines : null;
  const checkCause = checkLines === null ? causeOf(outcome) : null;
  const set = { checkedAt: now, checkedFrom, checkLines, checkCause };
  return [saveCheck(db, teamId, { id, startedAt: startedAt ?? now, set })];
}

function causeOf(outcome: JobOutcome | null): Cause {
  if (outcome?.kind === "failed") return outcome.cause;
  return {
    class: "lost-runner",
    step: null,
    sentence: "The try came to no end.",
    evidence: [],
    nextAction: "See that the server and its runner are up, and try again.",
  };
}

export function checkNews({ hub }: Deps, { teamId, subjectId: id }: JobRow, { status }: JobNews): void {
  hub.publish(teamId, { type: "registry", id, state: status });
}
