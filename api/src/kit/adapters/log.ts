import type { Log } from "../deps.ts";

/** One JSON object a line: what both homes' log collectors read. */
export const consoleLog: Log = {
  info: (message, fields) => console.log(JSON.stringify({ level: "info", message, ...fields })),
  error: (message, error, fields) => {
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(JSON.stringify({ level: "error", message, ...fields, error: cause }));
  },
};
