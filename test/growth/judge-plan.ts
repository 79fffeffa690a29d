/** One line of EXPLAIN QUERY PLAN. */
export type PlanLine = { id: number; parent: number; detail: string };

/** What a plan does to a table that grows: reads all of it, or sorts what it reads of it. */
export type Finding = { does: "scans" | "sorts"; table: string; detail: string };

/** Rows of these do not become more by using the product; every other table grows, also one that is made tomorrow. */
export const tablesThatStaySmall = new Set(["instance_setting", "json_each"]);

const keyword =
  "(?:where|set|on|left|inner|cross|join|order|group|limit|select|values|using|union|returning|indexed|not|default|as)\\b";
const named = new RegExp(
  String.raw`\b(?:from|join|update|into)\s+"?(\w+)"?(?:\s*\([^()]*\))?(?:\s+(?:as\s+)?(?!${keyword})"?(\w+)"?)?`,
  "gi",
);
const derived = /\)\s*(?:as\s+)?"?(\w+)"?/gi;
const withTable = /(?:\bwith(?:\s+recursive)?|,)\s+(\w+)\s*(?:\([^()]*\))?\s*as\s*\(/gi;

/** Tables by the names a statement gives them. A name that means two tables in two places stands for both. */
function tablesOf(sql: string): (name: string) => string[] {
  const tables = new Map<string, Set<string>>();
  const add = (name: string, table: string) => tables.set(name, (tables.get(name) ?? new Set()).add(table));
  for (const [, table = "", alias] of sql.matchAll(named)) {
    add(table, table);
    if (alias) add(alias, table);
  }
  // A name of nothing but a subquery: what that reads has lines of its own.
  const ofSubqueries = new Set([...sql.matchAll(derived)].map(([, name = ""]) => name));
  const written = new Set([...sql.matchAll(withTable)].map(([, name = ""]) => name));
  return (name) => {
    const known = tables.get(name);
    if (written.has(name)) return [];
    if (known) return [...known];
    return ofSubqueries.has(name) ? [] : [name];
  };
}

const reading = /^(SCAN|SEARCH) (\S+)/;
const isVirtual = (detail: string) => /VIRTUAL TABLE|^SCAN (CONSTANT ROW|\d+ CONSTANT ROWS)|^SCAN \(/.test(detail);

/** Every scan and every sort of a table that grows; nothing when each row that is read was looked up. */
export function judgePlan(sql: string, plan: readonly PlanLine[]): Finding[] {
  const tables = tablesOf(sql);
  const growing = (detail: string) => {
    const name = isVirtual(detail) ? undefined : reading.exec(detail)?.[2];
    return name === undefined ? [] : tables(name).filter((table) => !tablesThatStaySmall.has(table));
  };
  return plan.flatMap(({ parent, detail }): Finding[] => {
    // An index that SQLite makes for this one statement reads the whole table first.
    if (detail.startsWith("SCAN ") || detail.includes(" AUTOMATIC "))
      return growing(detail).map((table) => ({ does: "scans", table, detail }));
    if (!detail.startsWith("USE TEMP B-TREE")) return [];
    const beside = plan.filter((line) => line.parent === parent).flatMap((line) => growing(line.detail));
    return beside.slice(0, 1).map((table) => ({ does: "sorts", table, detail }));
  });
}
