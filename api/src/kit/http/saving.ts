import { type Compared, differences } from "../../rules/differences.ts";
import { Overtaken } from "../../rules/errors.ts";

type Save<V> = {
  /** Throws `Overtaken` when the row is not at the revision any more that the save was made from. */
  save: () => Promise<unknown>;
  /** What is stored now, as it is answered. */
  read: () => Promise<V>;
  /** Both sides under the same names, where the answer has other ones than the save or must not show a value. */
  compare?: (stored: V) => Partial<Compared>;
};

/**
 * Answers a save: what is stored afterwards. When somebody else was faster, both values of each field that differs; and what is stored
 * when none does, because then the same was saved twice.
 */
export async function saving<V extends { revision: number }>(
  { revision: _, ...yours }: { revision: number },
  { save, read, compare = () => ({}) }: Save<V>,
): Promise<V> {
  try {
    await save();
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    const stored = await read();
    const changes = differences({ yours, theirs: stored, ...compare(stored) });
    if (changes.length === 0) return stored;
    throw new Overtaken({ revision: stored.revision, changes });
  }
  return read();
}
