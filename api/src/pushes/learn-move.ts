import { GitUrl } from "@fairlead/runner/contract";
import * as v from "valibot";
import { auditEntry } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { resourceEvent } from "../kit/events/resource-event.ts";
import type { Statement } from "../kit/sql/statement.ts";
import { ifChanged, runBatchIf } from "../kit/write/if-changed.store.ts";
import { repositoryOf } from "../rules/repository-url.ts";
import { type Reach, strangerTo } from "../rules/source-reach.ts";
import { followMove, noteMove } from "./moves.store.ts";

/** What is asked of an application whose repository may have moved. */
export type Movable = {
  id: string;
  teamId: string;
  state: string;
  repositoryUrl: string | null;
  repository: string | null;
  repositoryMovedTo: string | null;
};
type Move = {
  /** The new clone URL, or what else the forge calls it when nobody knows that. */
  to: string;
  /** The forge itself said so, and it is where the application may go. */
  isFollowed: boolean;
  source: Reach | null;
  /** Who heard it. */
  actor: "webhook" | "poll";
};

/**
 * A repository has another address than the application knows. Within its forge the application goes along; elsewhere a person has to say
 * so, because a credential would go along too. Told once, in the audit log and on the application's page.
 */
export async function learnMove(deps: Deps, application: Movable, move: Move): Promise<void> {
  const { id, teamId, repositoryUrl, repository } = application;
  const { to, source } = move;
  if (repositoryUrl === null) return;
  const name = repositoryOf(to, source?.baseUrl ?? null);
  // Another spelling of the same, `.git` behind it for one, is no move.
  if (to === repositoryUrl || (move.isFollowed && name === repository)) return;
  const isFollowed = move.isFollowed && v.is(GitUrl, to) && (source === null || strangerTo(source, to) === undefined);
  if (!isFollowed && application.repositoryMovedTo === to) return;
  const of = { id, teamId, repositoryUrl };
  const now = deps.clock.now();
  await tell(deps, {
    application,
    change: isFollowed ? followMove(deps.db, of, { to, repository: name, now }) : [noteMove(deps.db, of, { to, now })],
    actor: move.actor,
    action: isFollowed ? "application.repository_moved" : "application.repository_elsewhere",
    detail: { from: repositoryUrl, to },
  });
}

/** The address answers as it stands: what was said of a move that nobody followed is over. */
export async function forgetMove(deps: Deps, { id, teamId, state, repositoryUrl, repositoryMovedTo }: Movable) {
  if (repositoryUrl === null || repositoryMovedTo === null || repositoryMovedTo === repositoryUrl) return;
  if (await runBatchIf(deps.db, [noteMove(deps.db, { id, teamId, repositoryUrl }, null), ifChanged(deps.db)]))
    deps.hub.publish(teamId, resourceEvent(id, state));
}

type Told = {
  application: Movable;
  /** The first of them says whether it holds. */
  change: readonly Statement[];
  actor: string;
  action: string;
  detail: Record<string, string>;
};

async function tell(deps: Deps, { application, change, actor, action, detail }: Told): Promise<void> {
  const { id, teamId, state } = application;
  const entry = auditEntry(deps, { teamId, actor, action, target: id, detail });
  if (await runBatchIf(deps.db, [...change.slice(0, 1), ifChanged(deps.db), ...change.slice(1), entry]))
    deps.hub.publish(teamId, resourceEvent(id, state));
}
