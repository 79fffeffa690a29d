/** What can be done to many resources as one operation. */
export const bulkVerbs = ["deploy", "restart", "stop", "start"] as const;
export type BulkVerb = (typeof bulkVerbs)[number];
/** So many resources one operation takes. */
export const mostOfABulk = 500;

/** How far one member of it is. `waiting`: its turn has not come. `skipped`: nothing was begun for it, or something newer took its place. */
export const bulkOutcomes = ["waiting", "queued", "running", "succeeded", "failed", "skipped"] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];
