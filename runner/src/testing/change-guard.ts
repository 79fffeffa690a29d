import type { Effect } from "../journal/effects.ts";
import type { Journal } from "../journal/journal.ts";
import type { Call } from "./fake-docker/state.ts";

/** Sees whether each change at a server stands inside an effect of the journal, where the lease is asked for and tests break. */
export type ChangeGuard = {
  watch: (journal: Journal) => Journal;
  see: (call: Call) => void;
  /** Changes that no effect was open for. */
  unguarded: string[];
};

/** Docker is asked these by POST, and they leave everything as it was. */
const isLook = ({ method, path }: Call) =>
  method === "GET" || method === "HEAD" || path.endsWith("/wait") || /^\/exec\/|\/exec$/.test(path);

export function createChangeGuard(): ChangeGuard {
  let open = 0;
  const unguarded: string[] = [];
  return {
    unguarded,
    see: (call) => {
      if (open === 0 && !isLook(call)) unguarded.push(`${call.method} ${call.path}`);
    },
    watch: (journal) => {
      const effect: Effect = (name, work) =>
        journal.effect(name, async () => {
          open += 1;
          try {
            return await work();
          } finally {
            open -= 1;
          }
        });
      return {
        step: journal.step,
        skip: journal.skip,
        effect,
        get current() {
          return journal.current;
        },
      };
    },
  };
}
