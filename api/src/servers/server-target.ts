import type { ServerTarget } from "@fairlead/runner/contract";
import type { ServerRow } from "./servers.store.ts";

type Addressed = Pick<ServerRow, "id" | "kind" | "host" | "port" | "user" | "hostKey">;

/** How a runner reaches this server. While the host key is not confirmed only the key is read, nothing is authenticated. */
export function toServerTarget({ id, kind, host, port, user, hostKey }: Addressed): ServerTarget {
  if (kind === "local") return { kind, server: id };
  if (host === null || port === null || user === null)
    throw new Error(`Server ${id} is reached by SSH but its row holds no host, port or user.`);
  return { kind, server: id, host, port, user, hostKey };
}
