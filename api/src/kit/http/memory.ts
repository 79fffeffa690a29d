/**
 * Remembers the results of a pure function for the texts last asked, so that a busy credential is not hashed again with every
 * request. Holds results, never promises: in workerd one request must not wait on another's.
 */
export function createMemory(limit: number) {
  const known = new Map<string, string>();
  return {
    of: async (text: string, make: (text: string) => Promise<string>): Promise<string> => {
      const found = known.get(text);
      if (found !== undefined) return found;
      const made = await make(text);
      if (known.size >= limit) for (const oldest of [...known.keys()].slice(0, limit / 2)) known.delete(oldest);
      known.set(text, made);
      return made;
    },
  };
}
