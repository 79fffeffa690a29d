import ExternalLink from "@lucide/svelte/icons/external-link";
import { addDomain, deleteDomain } from "../api/applications.ts";
import type { Role } from "../api/identity.ts";
import type { DomainView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { offerUndo } from "../ui/offer-undo.ts";

type Given = { applicationId: string; role: Role; edit: (domain: DomainView) => void; ondeleted: () => Promise<void> };

export function domainActions(domain: DomainView, { applicationId, role, edit, ondeleted }: Given): Action[] {
  const refusal = refusalFor(role, "member");
  return [
    // Nobody can open a name with a star in it.
    ...(domain.host.startsWith("*.")
      ? []
      : [{ id: `open:${domain.id}`, label: "Open", icon: ExternalLink, href: domain.url }]),
    { id: `edit:${domain.id}`, label: "Change", refusal, run: () => edit(domain) },
    {
      id: `delete:${domain.id}`,
      label: "Delete",
      tone: "danger",
      refusal,
      confirm: {
        title: `Delete ${domain.host}?`,
        consequences: [`${domain.url} stops answering at once`],
        decline: "Keep it",
      },
      run: async () => {
        await deleteDomain(domain.id);
        await ondeleted();
        offerUndo({
          id: `delete:${domain.id}`,
          said: `${domain.host} is deleted`,
          run: async () => {
            const { host, path, scheme, redirectTo, port } = domain;
            await addDomain(applicationId, { host, path, scheme, redirectTo, port, withWww: false });
            await ondeleted();
          },
        });
      },
    },
  ];
}
