import type { Guard } from "../guard.ts";

/** That a program that ends anywhere leaves a database with which the next one goes on. */
export const guards: Guard[] = [
  {
    rule: "a migration is written as a whole",
    file: "db/src/wait-for-locks.ts",
    guard: "client.migrate(statements)",
    without: "client.executeMultiple(statements.join()).then(() => [])",
    noticedBy: "db/src/migrate.test.ts",
    named: "killed in the middle",
  },
];
