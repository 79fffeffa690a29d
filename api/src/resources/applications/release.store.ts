import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, eq, getTableColumns } from "drizzle-orm";

import type { ChosenRegistries } from "../releasing/releasing.ts";

const { application, source } = schema;

type Of = { teamId: string; id: string };
const isOne = ({ teamId, id }: Of) => and(eq(unindexed(application.teamId), teamId), eq(application.id, id));

/** Statement: what only an application brings into a release. */
export const selectOwn = (db: Database, of: Of) =>
  db
    .select({
      // Why a tag could not be looked at is nothing to a release.
      application: { ...getTableColumns(application), digestTrouble: orDamaged(application.digestTrouble) },
      source,
    })
    .from(application)
    .leftJoin(source, eq(source.id, application.sourceId))
    .where(isOne(of));
export type OwnRows = Awaited<ReturnType<typeof selectOwn>>[number];

export async function findContainer(db: Database, of: Of) {
  const [row] = await db
    .select({ container: orDamaged(application.container) })
    .from(application)
    .where(isOne(of))
    .limit(1);
  return row;
}

export async function findChosenRegistries(db: Database, of: Of): Promise<ChosenRegistries> {
  const { registryId: pull, pushRegistryId: push } = application;
  const [row] = await db.select({ pull, push }).from(application).where(isOne(of)).limit(1);
  return row ?? { pull: null, push: null };
}

export const switchAutoDeployOff = (db: Database, of: Of) =>
  db.update(application).set({ autoDeploy: false }).where(isOne(of));
