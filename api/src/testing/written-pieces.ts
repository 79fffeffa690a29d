import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "@fairlead/db";

type Client = Database["$client"];

/** What nothing else hangs on: how often something was tried, and a session, whose cookie nobody has got yet. */
const besides = /"rate_window"|^insert into "session"/;
const isWrite = (text: string) => /^\s*(insert|update|delete)\b/i.test(text) && !besides.test(text);

function textOf(statement: unknown): string {
  if (typeof statement === "string") return statement;
  if (Array.isArray(statement)) return String(statement[0]);
  return typeof statement === "object" && statement !== null && "sql" in statement ? String(statement.sql) : "";
}

/** What one request wrote: each piece is a statement or a batch, there as a whole or not at all. */
export type Pieces = string[][];

/** Tells the requests of one app apart, also of those that are under way at the same time. */
export function writtenPieces(client: Client) {
  const current = new AsyncLocalStorage<Pieces>();
  const note = (statements: readonly unknown[]) => {
    const writes = statements.map(textOf).filter(isWrite);
    if (writes.length > 0) current.getStore()?.push(writes);
  };
  const { execute, batch } = client;
  client.execute = (...args: unknown[]) => {
    note(args.slice(0, 1));
    return Reflect.apply(execute, client, args);
  };
  client.batch = (...args: Parameters<Client["batch"]>) => {
    note(args[0]);
    return batch.apply(client, args);
  };
  return {
    /** Runs a request; what it leaves for later by `apart` is no part of it. */
    during: async <T>(run: () => Promise<T>): Promise<{ answer: T; pieces: Pieces }> => {
      const pieces: Pieces = [];
      return { answer: await current.run(pieces, run), pieces };
    },
    apart: <T>(run: () => T): T => current.exit(run),
  };
}

/** Requests that may write more than once, with the reason why a death in between harms nobody. */
const inPieces: Record<string, string> = {
  "POST /api/v1/runner/claim": "jobs left by a restart are given back first, then one is taken; asking again goes on",
  "DELETE /api/v1/applications/:id": "each open deployment is cancelled as a whole first; asking again goes on",
  "DELETE /api/v1/resources/:id": "each open deployment is cancelled as a whole first; asking again goes on",
  "POST /api/v1/applications/:id/forget": "its past goes first, piece by piece; asking again goes on",
  "POST /api/v1/resources/:id/forget": "its past goes first, piece by piece; asking again goes on",
  "POST /api/v1/servers/:id/forget": "one resource after the other, then the server; asking again goes on",
  "DELETE /api/v1/servers/:id":
    "its past goes first, piece by piece; what is left of it goes with the row, and asking again goes on",
  "DELETE /api/v1/channels/:id":
    "its past goes first, piece by piece; what is left of it goes with the row, and asking again goes on",
};

export function refuseManyPieces(request: { method: string; path: string }, pieces: Pieces): void {
  const route = `${request.method} ${request.path.replace(/\?.*$/, "").replace(/\/[a-z]{2,4}_[0-9a-z]{26}(?=\/|$)/, "/:id")}`;
  if (pieces.length < 2 || route in inPieces) return;
  const list = pieces.map((piece) => piece.map((text) => text.slice(0, 60)).join("; ")).join("\n  ");
  throw new Error(
    `${route} wrote in ${pieces.length} pieces: whoever dies in between leaves half a change.\n  ${list}`,
  );
}
