import { invalidate } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { createDestination, deleteDestination, renameDestination } from "../api/servers.ts";
import type { DestinationView } from "../api/types.ts";
import type { NameQuestion } from "../forms/name-question.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";

type Server = { id: string; name: string };
type Asks = { role: Role; ask: (question: NameQuestion) => void };

const refresh = (serverId: string) => invalidate(`live:server:${serverId}`);
const countOf = (count: number) => `${count} ${count === 1 ? "resource" : "resources"}`;

export function newDestinationAction(server: Server, { role, ask }: Asks): Action {
  const save = async (name: string) => {
    await createDestination({ serverId: server.id, name });
    await refresh(server.id);
  };
  return {
    id: `new-destination:${server.id}`,
    label: "New destination",
    group: "This server",
    refusal: refusalFor(role, "admin"),
    run: () =>
      ask({
        title: "New destination",
        description: `A network of its own on ${server.name}.`,
        verb: "Create",
        initial: "",
        save,
      }),
  };
}

export function destinationActions(destination: DestinationView, { role, ask }: Asks): Action[] {
  const { id, name, serverId, applicationCount } = destination;
  const refusal = refusalFor(role, "admin");
  const rename: NameQuestion["save"] = async (next, settled) => {
    await renameDestination(destination, next, settled);
    await refresh(serverId);
  };
  return [
    {
      id: `rename:${id}`,
      label: "Rename",
      refusal,
      run: () => ask({ title: `Rename ${name}`, verb: "Rename", initial: name, save: rename }),
    },
    {
      id: `delete:${id}`,
      label: "Delete",
      tone: "danger",
      refusal: refusal ?? (applicationCount > 0 ? `Delete its ${countOf(applicationCount)} first` : undefined),
      confirm: {
        title: `Delete the destination ${name}?`,
        decline: "Keep it",
        consequences: ["Nothing runs on it; the proxy leaves its network"],
      },
      run: async () => {
        await deleteDestination(id);
        await refresh(serverId);
      },
    },
  ];
}
