import type { Database } from "@fairlead/db";
import type { HostPort } from "@fairlead/runner/contract";
import { invalidField } from "../../rules/errors.ts";
import type { Placement } from "../placement.store.ts";
import { listHostPorts } from "./host-ports.store.ts";

const proxyPorts = [80, 443];

type Asked = {
  /** undefined: it stays as it is. */
  hostPort: HostPort | null | undefined;
  /** Whose it is to be; null while it is being made. */
  application: string | null;
  placement: Pick<Placement, "id" | "name" | "proxy">;
};

/** A port of a server has one holder. Of programs that are none of ours nobody knows here: Docker refuses those when it starts. */
export async function refuseHostPort(
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

const everywhere = "0.0.0.0";

/** Two addresses of one server can each have the port; all of them meet every one. */
const meets = (one: string, other: string) => one === other || one === everywhere || other === everywhere;
