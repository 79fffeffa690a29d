// pure

import type { IncomingMessage } from "node:http";
import type { Duplex, Readable } from "node:stream";

export type DockerRequest = {
  method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  /** Unversioned path without the query, e.g. `/images/create`. Segments are already encoded. */
  path: string;
  /** undefined values are left out. */
  query?: Record<string, string | undefined>;
  headers?: Record<string, string | string[]>;
  body?: Readable | Uint8Array | string;
  /** Aborting destroys the channel, in whichever state the request is. Docker stops builds and pulls on that. */
  signal?: AbortSignal;
  /** Protocol to switch to; the answer then carries the raw stream. */
  upgrade?: "h2c" | "tcp";
};

/** `stream` is the raw connection after an upgrade. The body of an answer must be read or destroyed. */
export type DockerAnswer = { status: number; response: IncomingMessage; stream?: Duplex };
