import type { ServerTarget } from "@fairlead/runner/contract";
import { conflict } from "./errors.ts";

/** What of a server says where it is. */
export type Addressed = {
  id: string;
  kind: "local" | "ssh";
  host: string | null;
  port: number | null;
  user: string | null;
  hostKey: string | null;
  dockerSocket: string | null;
};

/** How a runner reaches this server. While the host key is not confirmed only the key is read, nothing is authenticated. */
export function toServerTarget({ id, kind, host, port, user, hostKey, dockerSocket }: Addressed): ServerTarget {
  if (kind === "local") return { kind, server: id, dockerSocket };
  if (host === null || port === null || user === null)
    throw conflict(
      "server.damaged",
      "The server is reached by SSH, but its stored host, port or user is gone. Save its address again.",
    );
  return { kind, server: id, host, port, user, hostKey, dockerSocket };
}
