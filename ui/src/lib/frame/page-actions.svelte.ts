import { onDestroy } from "svelte";
import type { Action } from "../ui/actions/action.ts";

type Source = () => readonly Action[];
let sources = $state.raw<readonly Source[]>([]);

/** Called while a page, or a frame around it, is set up: its actions also appear in the palette until it is left. */
export function offerPageActions(actions: Source): void {
  sources = [...sources, actions];
  onDestroy(() => {
    sources = sources.filter((each) => each !== actions);
  });
}

/** Those of the page before those of its frame, which is set up after it; none twice. */
export const offeredPageActions = (): readonly Action[] => {
  const all = sources.flatMap((source) => source());
  return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
};
