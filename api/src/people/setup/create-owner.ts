import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Client, Deps } from "../../kit/deps.ts";
import { throttle } from "../../kit/http/throttle.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { hashToken } from "../../kit/tokens/token-text.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict, forbidden, unavailable } from "../../rules/errors.ts";
import { newPerson } from "../identity/new-person.ts";
import { claimInstance, readInstance } from "../instance/instance.store.ts";
import { rememberKeyMark } from "../instance/key-mark.store.ts";
import { newTeam } from "../teams/new-team.ts";
import { newApiToken } from "../tokens/new-api-token.ts";
import type { CreateOwner } from "./setup.schemas.ts";
import { isUsableSetupCode } from "./setup-code.ts";

const isDone = () => conflict("setup.done", "This instance has an owner already. Sign in, or ask for an invitation.");

/**
 * The first owner, with a team. The code proves access to the machine; the election is a primary key, so of two that come at once
 * exactly one wins and the other writes nothing.
 */
export async function createOwner(deps: Deps, input: CreateOwner, by: { client: Client; requestId: string }) {
  const { db, clock, secrets, firstStart, log } = deps;
  await throttle(deps, "setup:address", { subject: by.client.ip });
  if ((await readInstance(db)).hasOwner) throw isDone();
  await checkCode(firstStart.setupCode(), input.code);
  const { email, name, password } = input;
  const person = await newPerson(deps, { email, name, password, instanceRole: "owner" });
  const team = await newTeam(deps, { name: input.team, userId: person.id });
  const order = { teamId: team.id, userId: person.id, name: "set-up", scope: "admin", expiresInDays: null } as const;
  const apiToken = input.session ? null : await newApiToken(deps, order);
  const now = clock.now();
  const keyMark = await secrets.keyMark();
  await refusing({ unique: isDone }, () =>
    runBatch(db, [
      claimInstance(db, person.id, { now }),
      rememberKeyMark(db, keyMark, { now }),
      ...person.statements,
      ...team.statements,
      ...(apiToken ? [apiToken.statement] : []),
      personAudit(
        deps,
        { userId: person.id, teamId: team.id, requestId: by.requestId },
        { action: "instance.claim", target: team.id },
      ),
    ]),
  );
  // The owner exists whatever happens next; the next start repeats what the home still lacks.
  await firstStart.ownerCreated().catch((error: unknown) => log.error("the home could not finish the set-up", error));
  return {
    user: { id: person.id, name, email, isInstanceOwner: true },
    team: { id: team.id, name: input.team, role: "owner" as const },
    token: apiToken?.token ?? null,
  };
}

async function checkCode(expected: string | null, given: string): Promise<void> {
  if (expected === null || !isUsableSetupCode(expected)) {
    throw unavailable(
      "setup.no_code",
      "There is no set-up code. On Workers set the secret SETUP_CODE; elsewhere start again, which writes one into the state folder.",
    );
  }
  // Hashes are compared, so the time taken tells nothing about the code.
  if ((await hashToken(given)) !== (await hashToken(expected))) {
    throw forbidden("setup.wrong_code", "The set-up code is wrong. The start command wrote it into the state folder.");
  }
}
