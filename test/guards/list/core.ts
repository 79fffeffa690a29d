import type { Guard } from "../guard.ts";

/** That nothing which one tenant, application or mistake does harms another. */
export const guards: Guard[] = [
  {
    rule: "who only reads does not wait for whoever holds the database file",
    file: "db/src/patient-connection.ts",
    guard: "this.#isFilePrepared ? [] : this.#pragmas.file",
    without: "this.#pragmas.file",
    noticedBy: "db/src/wait-for-locks.test.ts",
  },
  {
    rule: "a document of the proxy asks clients to come again before it ends",
    file: "runner/src/proxies/caddy/load-document.ts",
    guard: "if (seen.hash !== undefined) await leave(host, seen.hash);",
    without: "",
    noticedBy: "test/release/loads.lab.test.ts",
    project: "lab",
  },
];
