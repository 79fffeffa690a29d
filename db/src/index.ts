export { type Database, openDatabase } from "./client.ts";
export { DamagedValue, readable } from "./damaged.ts";
export { DatabaseLocked, isDatabaseLocked } from "./database-locked.ts";
export { migrate } from "./migrate.ts";
export { rebuildFile } from "./rebuild-file.ts";
export { orDamaged } from "./schema/columns.ts";
export * as schema from "./schema/index.ts";
export { unindexed } from "./unindexed.ts";
