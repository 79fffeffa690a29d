import type { Database } from "@fairlead/db";
import type { HostPort } from "@fairlead/runner/contract";
import type { Statement } from "../../kit/sql/statement.ts";
import { everywhere } from "../../rules/bounds.ts";
import { invalidField } from "../../rules/errors.ts";
import type { Placement } from "../placement.store.ts";
import { listHostPorts, portIsFree } from "./host-ports.store.ts";

const proxyPorts = [80, 443];

type Asked = {
  /** undefined: it stays as it is. */
  hostPort: HostPort | null | undefined;
  /** Whose it is to be. */
  application: string;
  placement: Pick<Placement, "id" | "name" | "proxy">;
};

type AskedOn = Omit<Asked, "placement"> & { placements: readonly Asked["placement"][] };

/** The same on each of several servers. */
export async function refuseHostPorts(db: Database, teamId: string, { placements, ...asked }: AskedOn): Promise<void> {
  for (const placement of placements) await refuseHostPort(db, teamId, { ...asked, placement });
}

/** For the batch of the save: two that ask for the port in one instant do not both get it. */
export const portsStayFree = (db: Database, { hostPort, application, placements }: AskedOn): Statement[] =>
  hostPort && placements.length > 0
    ? [portIsFree(db, { application, hostPort, serverIds: placements.map(({ id }) => id) })]
    : [];

/** A port of a server has one holder. Of programs that are none of ours nobody knows here: Docker refuses those when it starts. */
async function refuseHostPort(
  db: Database,
  teamId: string,
  { hostPort, application, placement }: Asked,
): Promise<void> {
  if (!hostPort) return;
  const { port } = hostPort;
  if (placement.proxy !== "none" && proxyPorts.includes(port))
    throw invalidField(
      "container.hostPort.port",
      `${port} belongs to the proxy of ${placement.name}; choose another one, or give the application a domain`,
    );
  const others = await listHostPorts(db, teamId, { serverId: placement.id, port });
  const holder = others.find((each) => each.id !== application && meets(each.address, hostPort.address));
  if (holder)
    throw invalidField(
      "container.hostPort.port",
      `${port} of ${placement.name} belongs to the application ${holder.name} already; choose another one, or take it away there`,
    );
}

/** Two addresses of one server can each have the port; all of them meet every one. */
const meets = (one: string, other: string) => one === other || one === everywhere || other === everywhere;
