import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { createRegistry } from "../places/registries/create-registry.ts";
import type { Actor } from "../rules/permissions.ts";
import type { TestDeps } from "./test-deps.ts";

type Given = { address: string; username?: string; password?: string; name?: string; isDefault?: boolean };

/** A login of the team that nothing tries: the job for it would be claimed before those of a test. */
export async function aRegistry(deps: TestDeps, actor: Actor, given: Given): Promise<string> {
  const untried = { serverId: null, pullImage: null, pushImage: null };
  const login = { username: "robot", password: `of ${given.address}`, ...given };
  const { id } = await createRegistry(deps, actor, { ...untried, ...login });
  await deps.db.delete(schema.job).where(eq(schema.job.subjectId, id));
  return id;
}
