import { type Client, createClient } from "@libsql/client";

/** Inside SQLite, which stops the whole thread: enough for a moment's write of somebody else, too little to be felt. */
const busyTimeoutMs = 5;

/** Calls run from beginning to end without a pause, so one connection serves them all. */
export const openFileClient = (url: string): Client => createClient({ url, concurrency: 1, timeout: busyTimeoutMs });
