// pure

import type { Database } from "@fairlead/db";

/** A database file. A remote database looks after its own. */
export const isFile = ({ $client }: Database) => $client.protocol === "file";
