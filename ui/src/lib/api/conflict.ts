/** One field that somebody else saved in the meantime. Of secrets neither value is told. */
export type Change = { path: string; yours: unknown; theirs: unknown; isHidden: boolean };
/** What stands in the way of a save, and the revision that is stored now. */
export type Conflict = { revision: number; changes: readonly Change[] };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isChange = (value: unknown): value is Change => isRecord(value) && typeof value.path === "string";

/** Read off a problem document; every other problem has none. */
export function readConflict(body: Record<string, unknown>): { conflict?: Conflict } {
  const { code, revision, changes } = body;
  if (code !== "edit.conflict" || typeof revision !== "number" || !Array.isArray(changes)) return {};
  return { conflict: { revision, changes: changes.filter(isChange) } };
}
