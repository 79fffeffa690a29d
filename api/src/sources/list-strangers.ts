import { allowOn } from "../kit/access/allow-on.ts";
import type { Deps } from "../kit/deps.ts";
import type { Actor } from "../rules/permissions.ts";
import { strangerTo } from "../rules/source-reach.ts";
import type { Stranger, WantedReach } from "./sources.schemas.ts";
import { getSource, listReaders, type SourceRow } from "./sources.store.ts";

/** Applications that read what their source is not given for: as it is, or as it would be with `wanted`. */
export async function listStrangers({ db }: Deps, actor: Actor, { id, wanted }: { id: string; wanted: WantedReach }) {
  const row = await allowOn(actor, "source.view", getSource(db, actor.teamId, id));
  return strangersOf(db, row, { wanted });
}

export async function strangersOf(
  db: Deps["db"],
  row: SourceRow,
  { wanted }: { wanted: WantedReach },
): Promise<Stranger[]> {
  const { baseUrl = row.baseUrl, auth = row.auth } = wanted;
  const reach = { name: row.name, baseUrl, auth };
  const readers = await listReaders(db, row.teamId, row.id);
  return readers.flatMap(({ id, name, repositoryUrl }) => {
    const reason = repositoryUrl === null ? undefined : strangerTo(reach, repositoryUrl);
    return repositoryUrl === null || reason === undefined ? [] : [{ id, name, repositoryUrl, reason }];
  });
}
