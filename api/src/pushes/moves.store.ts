import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { application, resource } = schema;

type Of = { teamId: string; id: string; repositoryUrl: string };
const asItWas = ({ teamId, id, repositoryUrl }: Of) =>
  and(eq(application.teamId, teamId), eq(application.id, id), eq(application.repositoryUrl, repositoryUrl));

/** Nothing when a person gave it another address meanwhile. Whoever has the form open is told, or he would save the old one again. */
export const followMove = (db: Database, of: Of, move: { to: string; repository: string; now: number }) => [
  db
    .update(application)
    .set({
      repositoryUrl: move.to,
      repository: move.repository,
      repositoryMovedFrom: of.repositoryUrl,
      repositoryMovedTo: move.to,
      repositoryMovedAt: move.now,
    })
    .where(asItWas(of)),
  db
    .update(resource)
    .set({ revision: sql`${resource.revision} + 1`, updatedAt: move.now })
    .where(and(eq(resource.teamId, of.teamId), eq(resource.id, of.id))),
];

/** A move that only a person can follow; null: there is none any more. */
export const noteMove = (db: Database, of: Of, move: { to: string; now: number } | null) =>
  db
    .update(application)
    .set({
      repositoryMovedFrom: move && of.repositoryUrl,
      repositoryMovedTo: move?.to ?? null,
      repositoryMovedAt: move?.now ?? null,
    })
    .where(asItWas(of));
