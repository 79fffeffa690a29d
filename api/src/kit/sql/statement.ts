// pure

import type { BatchItem } from "drizzle-orm/batch";

/** A query that is built but not run: verbs collect them and run them at once. */
export type Statement = BatchItem<"sqlite">;
