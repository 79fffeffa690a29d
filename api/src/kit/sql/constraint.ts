/** What a database constraint refused. `columns` as SQLite names them, e.g. `domain.host, domain.path`; empty for foreign keys. */
export type BrokenConstraint = { kind: "unique" | "not-null" | "foreign-key"; columns: string };

const patterns: [BrokenConstraint["kind"], RegExp][] = [
  ["unique", /UNIQUE constraint failed: ([\w., ']+)/],
  ["not-null", /NOT NULL constraint failed: ([\w., ]+)/],
  ["foreign-key", /FOREIGN KEY constraint failed()/],
];

function brokenIn(message: string): BrokenConstraint | undefined {
  for (const [kind, pattern] of patterns) {
    const match = message.match(pattern);
    if (match) return { kind, columns: match[1] ?? "" };
  }
  return undefined;
}

/** Looks through the causes: a file, a batch and the HTTP client each wrap SQLite's message differently. */
export function brokenConstraint(error: unknown): BrokenConstraint | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const found = brokenIn(each.message);
    if (found) return found;
  }
  return undefined;
}

type Refusals = Partial<Record<BrokenConstraint["kind"], (columns: string) => Error | undefined>>;

/** Runs a write and turns the constraint that decided a race into the error the caller understands. */
export async function refusing<T>(refusals: Refusals, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const broken = brokenConstraint(error);
    throw (broken && refusals[broken.kind]?.(broken.columns)) ?? error;
  }
}
