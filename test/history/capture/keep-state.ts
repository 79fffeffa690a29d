import { schema } from "@fairlead/db";
import { randomIds } from "../../../api/src/kit/adapters/ids.ts";
import { owner } from "../../../api/src/testing/test-app.ts";
import { afterALife, type Lived } from "./capture.ts";
import { deploy } from "./furnish.ts";

/** What belongs to a database that is not in it: the files of the two state folders, and who may sign in. */
export type KeptState = {
  secret: string;
  team: string;
  owner: { email: string; password: string };
  /** `identity.json` of the runner's state folder. */
  identity: Record<string, unknown>;
  /** Queued when the instance was left, for a server whose key no server has. */
  queued: { application: string; deployment: string };
};

/** A database as it was left after a life: releases, failures, secrets, and a deployment that nobody has begun. */
export function keepState(file: string): Promise<KeptState> {
  const secret = randomIds.secret(32);
  return afterALife(async (lived) => {
    const { deps, world, applications, enrolled } = lived;
    await leaveAlone(lived);
    const application = applications[0] ?? "";
    const { id: deployment } = await deploy(deps, { world, applicationId: application });
    await deps.db.$client.execute({ sql: "VACUUM INTO ?", args: [file] });
    const { email, password } = owner;
    return {
      secret,
      team: world.teamId,
      owner: { email, password },
      identity: { ...enrolled, tokenHash: "0".repeat(64) },
      queued: { application, deployment },
    };
  }, secret);
}

/** The owner may see the team. Its servers are nowhere and have a key that none has, so that no runner of a test does anything. */
async function leaveAlone({ deps, userId, world }: Lived) {
  const { db, ids } = deps;
  const of = { teamId: world.teamId, userId, role: "owner" } as const;
  await db.insert(schema.member).values({ id: ids.next("member"), ...of, createdAt: 1 });
  // Each has a port of its own: two servers of one address are one machine, which the database refuses.
  await db.$client.execute("UPDATE server SET port = 8 + rowid");
  const nowhere = { kind: "ssh", host: "127.0.0.1", user: "deploy", hostKey: "ssh-ed25519 AAAA" } as const;
  await db.update(schema.server).set({ ...nowhere, state: "ready", nextCheckAt: null });
}
