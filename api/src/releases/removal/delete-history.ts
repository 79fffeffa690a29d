import type { Database } from "@fairlead/db";
import { inPieces, pieceSize } from "../../kit/sql/in-pieces.ts";
import { deleteEndedDeployments } from "../../resources/history.store.ts";

/** The row of a busy application would take its whole history along in one statement: that goes before it, piece by piece. */
export const deleteHistory = (db: Database, teamId: string, id: string): Promise<number> =>
  inPieces(() => deleteEndedDeployments(db, teamId, { id, limit: pieceSize }));
