import { onDestroy } from "svelte";
import type { Action } from "../ui/actions/action.ts";

let source = $state.raw<() => readonly Action[]>(() => []);

/** Called while a page is set up: its actions also appear in the palette until it is left. */
export function offerPageActions(actions: () => readonly Action[]): void {
  source = actions;
  onDestroy(() => {
    if (source === actions) source = () => [];
  });
}

export const offeredPageActions = (): readonly Action[] => source();
