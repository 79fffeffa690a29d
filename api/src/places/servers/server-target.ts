import type { ServerTarget } from "@fairlead/runner/contract";
import { conflict } from "../../rules/errors.ts";
import type { ServerRow } from "./servers.store.ts";

type Addressed = Pick<ServerRow, "id" | "kind" | "host" | "port" | "user" | "hostKey" | "dockerSocket">;

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
