import { cutChains } from "../../kit/audit/cut-chain.ts";
import type { Deps } from "../../kit/deps.ts";
import { sessionIdleMs } from "../../kit/http/actor.ts";
import { inPieces, type Pieces, pieceSize } from "../../kit/sql/in-pieces.ts";
import { reclaim } from "../../kit/sql/reclaim.ts";
import { shortPause } from "../../kit/sql/short-pause.ts";
import { readRetention } from "../../people/instance/settings.store.ts";
import { pruneDeployments, pruneLogs } from "./prune-deployments.ts";
import { pruneOrphans } from "./prune-orphans.ts";
import {
  dropAddresses,
  dropAudit,
  dropBulks,
  dropDeliveries,
  dropEnrolments,
  dropFiles,
  dropForgotten,
  dropInvitations,
  dropJobs,
  dropNotifications,
  dropResets,
  dropSessions,
  dropTokens,
  dropWindows,
  type Piece,
} from "./rows.store.ts";

const day = 24 * 60 * 60_000;
const month = 30 * day;

/**
 * Retention: deletes what is older than its time, in small pieces, until nothing is left to delete; then gives the room back. One
 * kind that fails keeps no other from going.
 */
export async function prune(deps: Deps, { pause = shortPause } = {}): Promise<void> {
  const pieces: Pieces = { ...deps, pause };
  const days = await readRetention(deps.db);
  const now = deps.clock.now();
  const before = (kept: number) => now - kept * day;
  const rows = (drop: (db: Deps["db"], piece: Piece) => Promise<number>, oldest: number) => () =>
    inPieces(() => drop(deps.db, { before: oldest, limit: pieceSize }), pieces);
  const kinds: Record<string, () => Promise<unknown>> = {
    deliveries: rows(dropDeliveries, before(days.deliveries)),
    notifications: rows(dropNotifications, before(days.notifications)),
    jobs: rows(dropJobs, before(days.jobs)),
    logs: () => pruneLogs(pieces, { before: before(days.logs), days: days.logs }),
    bulks: rows(dropBulks, before(days.deployments)),
    deployments: () => pruneDeployments(pieces, { before: before(days.deployments) }),
    audit: rows(dropAudit, before(days.audit)),
    chains: () => inPieces(() => cutChains(deps, { before: before(days.audit), limit: pieceSize }), pieces),
    ...credentialKinds(pieces, now),
    files: rows(dropFiles, before(1)),
    forgotten: rows(dropForgotten, before(365)),
    orphans: () => pruneOrphans(pieces),
    file: () => reclaim(pieces),
  };
  for (const [kind, work] of Object.entries(kinds))
    await work().catch((error: unknown) => deps.log.error("old rows could not be deleted", error, { kind }));
}

/** What opened something and does not any more. Enrolments and invitations stay visible for a month, tokens for three. */
function credentialKinds(pieces: Pieces, now: number): Record<string, () => Promise<unknown>> {
  const { db } = pieces;
  const limit = pieceSize;
  const drop = (piece: () => Promise<number>) => () => inPieces(piece, pieces);
  return {
    sessions: drop(() => dropSessions(db, { now, idleBefore: now - sessionIdleMs, limit })),
    resets: drop(() => dropResets(db, { before: now, limit })),
    addresses: drop(() => dropAddresses(db, { before: now, limit })),
    windows: drop(() => dropWindows(db, { before: now, limit })),
    enrolments: drop(() => dropEnrolments(db, { before: now - month, limit })),
    invitations: drop(() => dropInvitations(db, { before: now - month, limit })),
    tokens: drop(() => dropTokens(db, { before: now - 3 * month, limit })),
  };
}
