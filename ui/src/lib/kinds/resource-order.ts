import { tagKey } from "@fairlead/runner/contract/words/tags.ts";
import type { ResourceItem } from "./resource-item.ts";

export const looks = ["cards", "table"] as const;
export type ListLook = (typeof looks)[number];

/** So many stand side by side at a glance; more are a list to search in. */
const mostCards = 12;

/** As the address asks for it; else by how many there are, and a phone has room for rows only. */
export function lookOf(asked: string | null, { count, isPhone }: { count: number; isPhone: boolean }): ListLook {
  const known = looks.find((look) => look === asked);
  return known ?? (count > mostCards || isPhone ? "table" : "cards");
}

export const sorts = ["name", "state", "address", "version", "since", "server"] as const;
export type Sort = (typeof sorts)[number];
/** `-name` in an address: downwards. */
export type Sorted = { by: Sort; isDown: boolean };

export function sortedBy(text: string | null): Sorted | null {
  const by = sorts.find((each) => each === text?.replace(/^-/, ""));
  return by ? { by, isDown: text?.startsWith("-") ?? false } : null;
}
/** Asked for again, a column turns round; a third time the order of urgency is back. */
export function nextSort(now: Sorted | null, by: Sort): string | null {
  if (now?.by !== by) return by;
  return now.isDown ? null : `-${by}`;
}

type Given = { sorted: Sorted | null; serverName: (id: string) => string };

/** Failing, deploying, and then by what changed last, unless a column was chosen. */
export function inOrder<I extends ResourceItem>(items: readonly I[], { sorted, serverName }: Given): I[] {
  const byUrgency = (a: I, b: I) => b.urgency - a.urgency || b.changedAt - a.changedAt;
  if (!sorted) return items.toSorted(byUrgency);
  const text = (item: I) =>
    ({
      name: item.name,
      address: item.address ?? "",
      version: item.version ?? "",
      server: item.serverIds.map(serverName).join(" "),
    })[sorted.by === "state" || sorted.by === "since" ? "name" : sorted.by];
  const compare = (a: I, b: I) => {
    if (sorted.by === "state") return byUrgency(a, b);
    if (sorted.by === "since") return (b.since ?? 0) - (a.since ?? 0);
    return text(a).localeCompare(text(b), "en", { numeric: true });
  };
  return items.toSorted((a, b) => (sorted.isDown ? compare(b, a) : compare(a, b)));
}

/** All of it that one searches for. */
export const textOf = ({ name, address, origin, branch, version, tags }: ResourceItem): string =>
  [name, address, origin, branch, version, ...tags].filter(Boolean).join(" ");

/** Those that carry a tag, however it is spelled. */
export function thatCarry<I extends ResourceItem>(items: readonly I[], tag: string | null): readonly I[] {
  if (!tag) return items;
  const key = tagKey(tag);
  return items.filter(({ tags }) => tags.some((each) => tagKey(each) === key));
}

/** Every tag of some resources once, in the order of the alphabet. */
export function tagsOf(items: readonly ResourceItem[]): string[] {
  const byKey = new Map(items.flatMap(({ tags }) => tags).map((tag) => [tagKey(tag), tag]));
  return [...byKey.values()].toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** Whose name, address, tags, origin or branch hold all of the words. */
export function thatHold<I extends ResourceItem>(items: readonly I[], query: string): readonly I[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const text = textOf(item).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
