import type { TabRow } from "./resource-kind.ts";

/** The tabs a resource can have: what happens before what is set, each in the order of its kind. */
export function shownTabs<T extends TabRow>(tabs: readonly T[], capabilities: readonly string[]): T[] {
  const possible = tabs.filter(({ needs }) => needs === undefined || capabilities.includes(needs));
  return [...possible.filter(({ side }) => side === "watch"), ...possible.filter(({ side }) => side === "change")];
}

/** Keys `1` to `9` choose a tab by its place in the row. */
export const tabOfKey = <T>(shown: readonly T[], key: string): T | undefined =>
  /^[1-9]$/.test(key) ? shown[Number(key) - 1] : undefined;

export const hrefOfTab = (base: string, { address }: Pick<TabRow, "address">): string =>
  address === "" ? base : `${base}/${address}`;
