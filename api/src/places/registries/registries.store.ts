import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import type { Cause } from "@fairlead/runner/contract";
import { and, desc, eq, getTableColumns, inArray, lt, lte, sql } from "drizzle-orm";
import type { PageQuery } from "../../kit/http/page.ts";
import { notFound } from "../../rules/errors.ts";

const { application, registry, resource, server, team } = schema;
/** A finding that cannot be read hides no login. */
const readable = {
  ...getTableColumns(registry),
  checkLines: orDamaged(registry.checkLines),
  checkCause: orDamaged(registry.checkCause),
};
const rows = (db: Database) => db.select(readable).from(registry);
export type RegistryRow = Awaited<ReturnType<typeof rows>>[number];
type RegistryChange = Partial<typeof registry.$inferInsert>;

const inTeam = (teamId: string, id: string) => and(eq(registry.teamId, teamId), eq(registry.id, id));

export const listRegistries = (db: Database, teamId: string, page: PageQuery) =>
  rows(db)
    .where(and(eq(registry.teamId, teamId), page.cursor ? lt(registry.id, page.cursor) : undefined))
    .orderBy(desc(registry.id))
    .limit(page.limit + 1);

/** With their sealed passwords, for a job of the team. No job carries more. */
export const listLogins = (db: Database, teamId: string) =>
  db.select().from(registry).where(eq(registry.teamId, teamId)).orderBy(registry.id).limit(1_000);

/** Which of these addresses an admin of the team has set up. */
export const listSetUp = (db: Database, teamId: string, addresses: readonly string[]) =>
  db
    .select({ address: registry.address })
    .from(registry)
    .where(and(eq(registry.teamId, teamId), inArray(registry.address, [...addresses])));

export async function getRegistry(db: Database, teamId: string, id: string): Promise<RegistryRow> {
  const [row] = await rows(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("registry");
  return row;
}

export const insertRegistry = (db: Database, row: typeof registry.$inferInsert) => db.insert(registry).values(row);

/** Holds for the revision that was read. */
export const saveRegistry = (
  db: Database,
  teamId: string,
  { id, revision, set }: { id: string; revision: number; set: RegistryChange },
) =>
  db
    .update(registry)
    .set({ ...set, revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(registry.revision, revision)));

export const deleteRegistry = (db: Database, teamId: string, id: string) =>
  db.delete(registry).where(inTeam(teamId, id));

type UpServer = { id: string; runnerId: string };

/** The server that is asked to try it: the one that was named, else the first that is up. */
export async function findTrier(
  db: Database,
  teamId: string,
  { serverId }: Pick<RegistryRow, "serverId">,
): Promise<UpServer | undefined> {
  const [row] = await db
    .select({ id: server.id, runnerId: server.runnerId })
    .from(server)
    .where(
      serverId === null
        ? and(eq(server.teamId, teamId), inArray(server.state, ["ready", "warning", "failing"]))
        : and(eq(unindexed(server.teamId), teamId), eq(server.id, serverId)),
    )
    .orderBy(server.id)
    .limit(1);
  return row;
}

export const markAsked = (db: Database, teamId: string, { id, now }: { id: string; now: number }) =>
  db.update(registry).set({ checkAskedAt: now }).where(inTeam(teamId, id));

/** Nothing of before is known of what is stored now, and nobody is there to try it. */
export const noServer = (db: Database, teamId: string, { id, now }: { id: string; now: number }) =>
  db
    .update(registry)
    .set({ checkAskedAt: now, checkedAt: now, checkedFrom: null, checkLines: null, checkCause: nobody })
    .where(inTeam(teamId, id));
const nobody: Cause = {
  class: "server-unreachable",
  step: null,
  sentence: "A registry is tried from a server, and none is up.",
  evidence: [],
  nextAction: "Add a server, or try it once one is up.",
};

/** A finding about an earlier login is not taken for one about this. */
export const saveCheck = (
  db: Database,
  teamId: string,
  { id, startedAt, set }: { id: string; startedAt: number; set: RegistryChange },
) =>
  db
    .update(registry)
    .set(set)
    .where(and(inTeam(teamId, id), lte(registry.checkAskedAt, startedAt)));

/** Read at the claim: the job names both rows, and each is of the job's team. */
export async function readForCheck(db: Database, job: { teamId: string; subjectId: string }) {
  const { address, username, password, pullImage, pushImage } = registry;
  const [row] = await db
    .select({ id: registry.id, address, username, password, pullImage, pushImage, wrappedKey: team.wrappedKey })
    .from(registry)
    .innerJoin(team, eq(team.id, registry.teamId))
    .where(inTeam(job.teamId, job.subjectId))
    .limit(1);
  return row;
}

export async function nameOfServer(db: Database, teamId: string, id: string): Promise<string | undefined> {
  const [row] = await db
    .select({ name: server.name })
    .from(server)
    .where(and(eq(server.teamId, teamId), eq(server.id, id)))
    .limit(1);
  return row?.name;
}

/** Applications that name an image in their settings, with where it is. A team has no more. */
export const listImagesOf = (db: Database, teamId: string) =>
  db
    .select({
      id: application.id,
      name: resource.name,
      image: application.image,
      build: orDamaged(application.build),
    })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id))
    .where(
      and(
        eq(application.teamId, teamId),
        // A build that cannot be read names no image.
        sql`(${application.image} is not null or
          (json_valid(${application.build}) and json_extract(${application.build}, '$.kind') = 'static'))`,
      ),
    )
    .orderBy(application.id)
    .limit(5_000);
