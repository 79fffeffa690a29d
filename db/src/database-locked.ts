/** Another program kept the database file locked for longer than we wait. Nothing was written; the same call may be made again. */
export class DatabaseLocked extends Error {
  override readonly name = "DatabaseLocked";
  readonly waitedMs: number;
  constructor(waitedMs: number, cause: unknown) {
    super(`the database file is locked by another program, for more than ${Math.round(waitedMs / 1_000)} s`, { cause });
    this.waitedMs = waitedMs;
  }
}

/** Looks through the causes: the query builder wraps what the client throws. */
export function isDatabaseLocked(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof DatabaseLocked) return true;
  return false;
}
