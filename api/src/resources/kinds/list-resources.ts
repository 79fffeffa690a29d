import type { Deps } from "../../kit/deps.ts";
import { toPage } from "../../kit/http/page.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import type { ResourceQuery } from "../list/list-query.ts";
import { countResources, countServers, listResourceCards } from "../list/resource-list.store.ts";
import { toCounters } from "../list/to-counters.ts";
import { everyKind } from "./registry.ts";

/** A page of whatever runs in the team, and how many of them there are when that is asked for. */
export async function listResources({ db }: Deps, actor: Actor, query: ResourceQuery) {
  const reach = allowWithin(actor, "resource.view");
  const { counters, limit } = query;
  const of = { of: everyKind, query };
  const [cards, counts, servers] = await Promise.all([
    listResourceCards(db, reach, of),
    counters && countResources(db, reach, of),
    counters?.includes("server") ? countServers(db, reach, of) : [],
  ]);
  const page = toPage(cards, limit, (card) => card);
  return { ...page, ...(counters && counts ? { counters: toCounters({ counts, servers }, counters) } : {}) };
}
