/** How long what was done can be taken back from its message. */
export const undoMs = 8_000;

type Offer = { id: string; run: () => unknown; until: number };

/** What was done last and can still be taken back: its message has a button for it, and a key does the same. */
export function createUndo() {
  let offer: Offer | null = null;
  return {
    /** Only the last one: whoever did something else since means that. */
    offer(next: { id: string; run: () => unknown }, now: number): void {
      offer = { ...next, until: now + undoMs };
    },
    /** Takes it: it is given once, and not after its time. `id`: only that one. */
    take({ id, now }: { id?: string; now: number }): (() => unknown) | undefined {
      if (!offer || (id !== undefined && offer.id !== id)) return undefined;
      const { run, until } = offer;
      offer = null;
      return now <= until ? run : undefined;
    },
  };
}
