import { DamagedValue, type Database } from "@fairlead/db";
import type { ContainerSettings, JobSecrets } from "@fairlead/runner/contract";
import { type Opener, openCredential } from "../../kit/secrets/open-credential.ts";
import { sharePasswordPlace } from "../../kit/secrets/secret-places.ts";
import { listByIds } from "./volumes.store.ts";

type Asked = { teamId: string; mounts: ContainerSettings["mounts"] | undefined; open: Opener };

/** What a server signs in with where another machine has the files of a volume. */
export async function sharePasswords(
  db: Database,
  { teamId, mounts = [], open }: Asked,
): Promise<JobSecrets["sharePasswords"]> {
  if (mounts.length === 0) return [];
  const rows = await listByIds(
    db,
    teamId,
    mounts.map(({ volume }) => volume),
  );
  const given = rows.map(async ({ id, share, sharePassword: sealed }) => {
    if (share === null || share instanceof DamagedValue || sealed === null) return [];
    const { host } = share;
    const credential = { place: sharePasswordPlace({ id, host }), sealed, givenFor: { kind: "share" as const, host } };
    return [{ volume: id, password: await openCredential(open, credential, { to: host }) }];
  });
  return (await Promise.all(given)).flat();
}
