import type { Database } from "@fairlead/db";
import { type ContainerSettings, doPortsMeet, type PublishedPort, portsOfServer } from "@fairlead/runner/contract";
import type { Statement } from "../../kit/sql/statement.ts";
import { invalidField } from "../../rules/errors.ts";
import { nounOf } from "../../rules/resource-words.ts";
import type { Placement } from "../placement.store.ts";
import { listPortHolders, portsAreFree } from "./host-ports.store.ts";

const proxyPorts = [80, 443];

type Asked = {
  container: Pick<ContainerSettings, "port" | "hostPort"> & Partial<Pick<ContainerSettings, "publishedPorts">>;
  /** Whose they are to be. */
  application: string;
  placement: Pick<Placement, "id" | "name" | "proxy">;
};

type AskedOn = Omit<Asked, "placement"> & { placements: readonly Asked["placement"][] };

/** The same on each of several servers. */
export async function refuseHostPorts(db: Database, teamId: string, { placements, ...asked }: AskedOn): Promise<void> {
  for (const placement of placements) await refuseOn(db, teamId, { ...asked, placement });
}

/** For the batch of the save: two that ask for a port in one instant do not both get it. */
export function portsStayFree(db: Database, { container, application, placements }: AskedOn): Statement[] {
  const ports = portsOfServer(container);
  return ports.length > 0 && placements.length > 0
    ? [portsAreFree(db, { application, ports, serverIds: placements.map(({ id }) => id) })]
    : [];
}

/** A port of a server has one holder. Of programs that are none of ours nobody knows here: Docker refuses those when it starts. */
async function refuseOn(db: Database, teamId: string, { container, application, placement }: Asked): Promise<void> {
  const ports = portsOfServer(container);
  if (ports.length === 0) return;
  const [own, ...further] = ports;
  if (own && container.hostPort && further.some((each) => doPortsMeet(each, own)))
    throw invalidField("container.publishedPorts", `${own.port} is the port of the server above; name each once`);
  const fieldOf = (port: Pick<PublishedPort, "port" | "protocol">) =>
    container.hostPort?.port === port.port && port.protocol === "tcp"
      ? "container.hostPort.port"
      : "container.publishedPorts";
  const ofProxy = placement.proxy === "none" ? undefined : ports.find(({ port }) => proxyPorts.includes(port));
  if (ofProxy)
    throw invalidField(
      fieldOf(ofProxy),
      `${ofProxy.port} belongs to the proxy of ${placement.name}; choose another one, or give it a domain`,
    );
  const [holder] = await listPortHolders(db, teamId, { application, ports, serverId: placement.id });
  if (!holder) return;
  const named = holder.protocol === "tcp" ? holder.port : `${holder.port}/${holder.protocol}`;
  throw invalidField(
    fieldOf(holder),
    `${named} of ${placement.name} belongs to the ${nounOf(holder.id)} ${holder.name} already; choose another one, or take it away there`,
  );
}
