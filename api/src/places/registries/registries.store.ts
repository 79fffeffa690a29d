import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import type { Cause } from "@fairlead/runner/contract";
import { and, desc, eq, getTableColumns, inArray, isNull, lt, lte, ne, or, type SQL, sql } from "drizzle-orm";
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
type RegistryChange = Partial<Omit<typeof registry.$inferInsert, "isDefault">> & { isDefault?: boolean | SQL };
/** In the words of the partial index. */
const isDefault = sql`${registry.isDefault} = 1`;
const { id, address, username, password, sealedFor } = registry;
const login = { id, address, username, password, sealedFor };
export type LoginRow = Awaited<ReturnType<typeof listLogins>>[number];

const inTeam = (teamId: string, id: string) => and(eq(registry.teamId, teamId), eq(registry.id, id));

export const listRegistries = (db: Database, teamId: string, page: PageQuery) =>
  rows(db)
    .where(and(eq(registry.teamId, teamId), page.cursor ? lt(registry.id, page.cursor) : undefined))
    .orderBy(desc(registry.id))
    .limit(page.limit + 1);

/** The team's defaults with their sealed passwords, one an address, for a job of the team. No job carries more. */
export const listLogins = (db: Database, teamId: string) =>
  db
    .select(login)
    .from(registry)
    .where(and(eq(registry.teamId, teamId), isDefault))
    .orderBy(registry.id)
    .limit(1_000);

/** One with its sealed password. */
export async function findLogin(db: Database, teamId: string, id: string) {
  const [row] = await db.select(login).from(registry).where(inTeam(teamId, id)).limit(1);
  return row;
}

/** Which of these addresses an admin of the team has set up. What came from the settings of an application, no admin has. */
export const listSetUp = (db: Database, teamId: string, addresses: readonly string[]) =>
  db
    .select({ address: registry.address })
    .from(registry)
    .where(and(eq(registry.teamId, teamId), inArray(registry.address, [...addresses]), isNull(registry.sealedFor)));

export async function getRegistry(db: Database, teamId: string, id: string): Promise<RegistryRow> {
  const [row] = await rows(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("registry");
  return row;
}

/** Decided by the statement that writes it: of two that come at once one is the default. */
export const unlessOneIs = (teamId: string, { address, but }: { address: string; but: string }) =>
  sql`(not exists (select 1 from registry as other
    where other.team_id = ${teamId} and other.address = ${address} and other.is_default = 1 and other.id <> ${but}))`;

export const insertRegistry = (
  db: Database,
  { isDefault: byDefault, ...row }: Omit<typeof registry.$inferInsert, "isDefault"> & { isDefault: boolean | SQL },
) => db.insert(registry).values({ ...row, isDefault: asColumn(byDefault) });
const asColumn = (value: boolean | SQL) => (typeof value === "boolean" ? sql`${value ? 1 : 0}` : value);

/** Whoever saves another one from what was read before is told. */
export const clearOtherDefaults = (db: Database, teamId: string, { address, but }: { address: string; but: string }) =>
  db
    .update(registry)
    .set({ isDefault: false, revision: sql`${registry.revision} + 1` })
    .where(and(eq(registry.teamId, teamId), eq(registry.address, address), isDefault, ne(registry.id, but)));
export const makeDefault = (db: Database, teamId: string, id: string) =>
  db.update(registry).set({ isDefault: true }).where(inTeam(teamId, id));

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
  const { pullImage, pushImage } = registry;
  const [row] = await db
    .select({ ...login, pullImage, pushImage, wrappedKey: team.wrappedKey })
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

/** Applications that name an image or a login in their settings, with where that is. A team has no more. */
export const listImagesOf = (db: Database, teamId: string) =>
  db
    .select({
      id: application.id,
      name: resource.name,
      registryId: application.registryId,
      pushRegistryId: application.pushRegistryId,
      image: application.image,
      build: orDamaged(application.build),
    })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id))
    .where(
      and(
        eq(application.teamId, teamId),
        // A build that cannot be read names no image.
        sql`(${application.image} is not null or ${application.pushRegistryId} is not null or
          (json_valid(${application.build}) and json_extract(${application.build}, '$.kind') = 'static'))`,
      ),
    )
    .orderBy(application.id)
    .limit(5_000);

/** Applications that choose this login themselves. */
export const listChoosers = (db: Database, teamId: string, registryId: string) =>
  db
    .select({ name: resource.name })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id))
    .where(
      and(
        eq(unindexed(application.teamId), teamId),
        or(eq(application.registryId, registryId), eq(application.pushRegistryId, registryId)),
      ),
    )
    .orderBy(application.id)
    .limit(100);
