import type { Database } from "@fairlead/db";
import type { RegistryLogin } from "@fairlead/runner/contract";
import { type Opener, openCredential } from "../../kit/secrets/open-credential.ts";
import { teamRegistryPlace } from "../../kit/secrets/secret-places.ts";
import { listLogins } from "./registries.store.ts";

/**
 * What a job of the team may sign in with, each login beside the one registry that gets it. `needed`: only those; null: any that an
 * image may come from.
 */
export async function teamLogins(
  db: Database,
  teamId: string,
  { needed, open }: { needed: readonly string[] | null; open: Opener },
): Promise<RegistryLogin[]> {
  if (needed?.length === 0) return [];
  const rows = await listLogins(db, teamId);
  const asked = rows.filter(({ address }) => needed === null || needed.includes(address));
  return Promise.all(
    asked.map(async ({ id, address, username, password: sealed }) => {
      const givenFor = { kind: "registry", registry: address } as const;
      const credential = { place: teamRegistryPlace({ id, address }), sealed, givenFor };
      return {
        registry: address,
        username,
        password: await openCredential(open, credential, { to: `${address}/image` }),
      };
    }),
  );
}
