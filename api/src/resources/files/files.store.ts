import { type Database, schema, unindexed } from "@fairlead/db";
import type { PlacedFile } from "@fairlead/runner/contract";
import { and, eq, getTableColumns, inArray, isNotNull, isNull, notInArray, sql } from "drizzle-orm";
import { jsonRows } from "../../kit/sql/json-rows.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { notFound } from "../../rules/errors.ts";

const { file } = schema;
const { content: _content, ...told } = getTableColumns(file);
type OfResource = { teamId: string; resourceId: string };

const of = ({ teamId, resourceId }: OfResource) =>
  and(eq(file.resourceId, resourceId), eq(unindexed(file.teamId), teamId));

const amongThose = ({ teamId, resourceId }: OfResource, ids: readonly string[]) =>
  and(inArray(file.id, [...ids]), eq(unindexed(file.resourceId), resourceId), eq(unindexed(file.teamId), teamId));

/** Those that the settings name; there are at most fifty, so no pages. */
export const listUsed = (db: Database, whose: OfResource) =>
  db
    .select(told)
    .from(file)
    .where(and(of(whose), isNull(unindexed(file.unusedSince))));

export const listSizes = (db: Database, whose: OfResource, ids: readonly string[]) =>
  db.select({ id: file.id, sizeBytes: file.sizeBytes }).from(file).where(amongThose(whose, ids));

export type FileRow = typeof file.$inferSelect;

export const readContents = (db: Database, whose: OfResource, ids: readonly string[]): Promise<FileRow[]> =>
  db.select().from(file).where(amongThose(whose, ids));

export async function getFileRow(db: Database, whose: OfResource, id: string): Promise<FileRow> {
  const [row] = await readContents(db, whose, [id]);
  if (!row) throw notFound("file");
  return row;
}

export const insertFile = (db: Database, row: typeof file.$inferInsert) => db.insert(file).values(row);

/** For the batch of a save: what it names is used from now on, and what it leaves out since now is not. */
export function useFiles(
  db: Database,
  whose: OfResource,
  { files, now }: { files: readonly PlacedFile[]; now: number },
): Statement[] {
  const ids = files.map(({ content }) => content);
  const used = db
    .update(file)
    .set({ unusedSince: null })
    .where(
      and(
        inArray(file.id, ids),
        eq(unindexed(file.resourceId), whose.resourceId),
        isNotNull(unindexed(file.unusedSince)),
      ),
    );
  return [
    ...(ids.length === 0 ? [] : [used]),
    db
      .update(file)
      .set({ unusedSince: now })
      .where(and(of(whose), isNull(unindexed(file.unusedSince)), notInArray(unindexed(file.id), ids))),
    // One that was deleted since it was looked for: told as `ifChanged` tells it.
    db.all(sql`SELECT CASE WHEN EXISTS (
      SELECT 1 FROM json_each(${jsonRows(ids)}) asked
      WHERE NOT EXISTS (SELECT 1 FROM file WHERE id = asked.value AND resource_id = ${whose.resourceId})
    ) THEN json('a file is gone') ELSE 1 END`),
  ];
}
