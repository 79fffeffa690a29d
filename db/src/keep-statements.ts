import Libsql from "libsql";

type Statement = ReturnType<Libsql.Database["prepare"]>;

/** Per connection; more than the product has different ones. */
const keptStatements = 500;

let isKept = false;

/**
 * Keeps the prepared statements of database files, for every connection of this process. The client prepares each statement anew and
 * reads its columns twice each time, which was half of the CPU of a request; it offers no way to keep them. Every statement is used from
 * beginning to end without a pause, so one is never asked for while it is at work. Once; after the schema is up to date.
 */
export function keepStatements(): void {
  if (isKept) return;
  isKept = true;
  const { prepare } = Libsql.prototype;
  const connections = new WeakMap<Libsql.Database, Map<string, Statement>>();
  function prepareOnce(this: Libsql.Database, text: string): Statement {
    const statements = connections.get(this) ?? new Map<string, Statement>();
    connections.set(this, statements);
    const known = statements.get(text);
    // Taken out and put back: the first of the map is the one that was not used for longest.
    if (known) statements.delete(text);
    const statement = known ?? withKnownColumns(prepare.call(this, text));
    statements.set(text, statement);
    if (statements.size > keptStatements) statements.delete(statements.keys().next().value ?? "");
    return statement;
  }
  Object.defineProperty(Libsql.prototype, "prepare", { value: prepareOnce, writable: true, configurable: true });
}

function withKnownColumns(statement: Statement): Statement {
  const read = statement.columns.bind(statement);
  let columns: ReturnType<Statement["columns"]> | undefined;
  statement.columns = () => {
    columns ??= read();
    return columns;
  };
  return statement;
}
