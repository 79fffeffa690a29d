import { AsyncLocalStorage } from "node:async_hooks";

/** One text of SQL that the product asked, with the store functions it came from and a few of the values it was asked with. */
export type Recorded = { sql: string; by: string[]; samples: Values[] };
export type Values = readonly unknown[] | Readonly<Record<string, unknown>>;

/** A few: the first ones may be of an empty team, or name nothing. */
const samplesKept = 4;

type Entry = { sql: string; by: Set<string>; samples: Map<string, Values> };
const asked = new Map<string, Entry>();
const ran = new Set<string>();
const origin = new AsyncLocalStorage<string>();

/** Lists of values and of rows have any length: the same statement all the same. */
export const sameStatement = (sql: string): string =>
  sql
    .replace(/\s+/g, " ")
    .replace(/\(\?(?:, ?\?)+\)/g, "(?)")
    .replace(/\((?:\?|null|default|cast\(\? as text\))(?:, ?(?:\?|null|default))+\)/gi, "(?)")
    .replace(/(\(\?\))(?:, ?\(\?\))+/g, "$1")
    .trim();

function note(by: string, { sql, values }: { sql: string; values: Values }): void {
  const key = sameStatement(sql);
  const entry = asked.get(key) ?? { sql, by: new Set<string>(), samples: new Map<string, Values>() };
  asked.set(key, entry);
  entry.by.add(by);
  // The values belong to this very text: another one of the same statement may hold more of them.
  if (entry.sql === sql && entry.samples.size < samplesKept) entry.samples.set(JSON.stringify(values), values);
}

/** At the database's door. What a test asks by itself, to look at rows, has no origin and is not the product's. */
export function noteAtDoor(sql: string, values: Values): void {
  ran.add(sameStatement(sql));
  const by = origin.getStore();
  if (by !== undefined) note(by, { sql, values });
}

type Query = { sql: string; params: unknown[] };
type Built = { toSQL(): Query } | { getQuery(): Query };
const isBuilt = (value: unknown): value is Built =>
  typeof value === "object" && value !== null && ("toSQL" in value || "getQuery" in value);
const queryOf = (built: Built): Query => ("toSQL" in built ? built.toSQL() : built.getQuery());

/**
 * Wraps a function of a store: what it asks is noted under its name, also when it only builds statements for a batch.
 * @public called by the modules that stand in front of the stores
 */
export function recorded<T>(name: string, original: T): T {
  if (typeof original !== "function") return original;
  const wrapped = (...args: unknown[]) => {
    const result: unknown = origin.run(name, () => original(...args));
    for (const each of Array.isArray(result) ? result.flat() : [result]) {
      if (!isBuilt(each)) continue;
      const { sql, params } = queryOf(each);
      note(name, { sql, values: params });
    }
    return result;
  };
  return wrapped as T;
}

/**
 * What a library asks through the functions of an object, under one name.
 * @public called by the module that stands in front of the library
 */
export const recordedMethods = <T extends object>(name: string, object: T): T =>
  Object.fromEntries(
    Object.entries(object).map(([key, each]) => [
      key,
      typeof each === "function" ? (...args: unknown[]) => origin.run(name, () => each(...args)) : each,
    ]),
  ) as T;

/** Everything noted so far that also reached a database. */
export const taken = (): Recorded[] =>
  [...asked]
    .filter(([key]) => ran.has(key))
    .map(([, { sql, by, samples }]) => ({ sql, by: [...by], samples: [...samples.values()] }));
