import type { Advisory, AdvisoryList, Origin } from "./advisory-list.ts";
import type { LockedPackage } from "./locked-packages.ts";

export interface Look {
  locked: readonly LockedPackage[];
  /** undefined: the registry could not be asked. */
  told: readonly Advisory[] | undefined;
  today: string;
}

/**
 * The list after a look. The registry speaks of locked versions only, so what was known of others stays: a version that was left must
 * not come back. Without the registry the date stays too.
 */
export function mergeLists(known: AdvisoryList, { locked, told, today }: Look): AdvisoryList {
  const origin = (name: string): Origin => (told ? "registry" : (known.packages[name] ?? "unasked"));
  const names = [...new Set(locked.map(({ name }) => name))].sort();
  const keyOf = (each: Advisory) => `${each.package} ${each.id}`;
  const advisories = new Map([...known.advisories, ...(told ?? [])].map((each) => [keyOf(each), each]));
  return {
    ...known,
    date: told ? today : known.date,
    packages: Object.fromEntries(names.map((name) => [name, origin(name)])),
    advisories: [...advisories].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
  };
}
