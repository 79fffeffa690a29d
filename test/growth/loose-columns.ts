const quoted = /"(\w+)"/g;
const opens = /\(\s*select\b/gi;

/** The text of each subquery, from its SELECT to its end. */
function subqueries(sql: string): string[] {
  return [...sql.matchAll(opens)].map(({ index }) => {
    let depth = 0;
    for (let at = index; at < sql.length; at++) {
      if (sql[at] === "(") depth++;
      if (sql[at] === ")") depth--;
      if (depth === 0) return sql.slice(index, at);
    }
    return sql.slice(index);
  });
}

/** Its own words: what stands in a subquery of its own is judged there. */
function ownWords(text: string): string {
  const inner = subqueries(text.slice(1));
  return inner.reduce((left, each) => left.replace(each, "("), text);
}

/** Of one table its columns are meant. */
const joins = /\bjoin\b/i;

/**
 * Columns inside of subqueries over several tables that stand without their table: SQLite takes the nearest table that has one of that name. The query builder
 * leaves tables out where it selects from one alone, also in what is written by hand within.
 */
export const looseColumns = (sql: string): string[] =>
  subqueries(sql)
    .map(ownWords)
    .filter((text) => joins.test(text))
    .flatMap((text) =>
      [...text.matchAll(quoted)].flatMap(({ 0: name, index }) => {
        const isOfTable = text[index - 1] === "." || text[index + name.length] === ".";
        const before = text.slice(0, index).trimEnd();
        // After these it is a table, or the name of something that is selected.
        const isTable = /\b(from|join|as|update|into|on conflict)$/i.test(before) || /"$/.test(before);
        return isOfTable || isTable || !/[=<>(]$|\b(and|or|where|select|on|not|is|by)$/i.test(before) ? [] : [name];
      }),
    );
