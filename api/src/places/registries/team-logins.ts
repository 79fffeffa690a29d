import type { Database } from "@fairlead/db";
import type { RegistryLogin } from "@fairlead/runner/contract";
import type { Opener } from "../../kit/secrets/open-credential.ts";
import { openLogin } from "./open-login.ts";
import { listLogins } from "./registries.store.ts";

/**
 * What a job of the team may sign in with where nothing is chosen, each login beside the one registry that gets it. `needed`: only those;
 * null: any that an image may come from.
 */
export async function teamLogins(
  db: Database,
  teamId: string,
  { needed, open }: { needed: readonly string[] | null; open: Opener },
): Promise<RegistryLogin[]> {
  if (needed?.length === 0) return [];
  const rows = await listLogins(db, teamId);
  const asked = rows.filter(({ address }) => needed === null || needed.includes(address));
  return Promise.all(asked.map((row) => openLogin(open, row)));
}
