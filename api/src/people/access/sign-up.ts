import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Client, Deps } from "../../kit/deps.ts";
import { throttle } from "../../kit/http/throttle.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict, forbidden } from "../../rules/errors.ts";
import type { SignUp } from "../identity/identity.schemas.ts";
import { newPerson } from "../identity/new-person.ts";
import { readInstance } from "../instance/instance.store.ts";
import { isClosed, joinByInvitation } from "../teams/join-by-invitation.ts";
import { newTeam } from "../teams/new-team.ts";

/**
 * A new account: by invitation into the inviting team, or with a team of its own where the instance is open. Account and membership
 * are one batch: an invitation that was revoked in this instant leaves no account behind.
 */
export async function signUp(deps: Deps, input: SignUp, by: { client: Client; requestId: string }) {
  const { db } = deps;
  await throttle(deps, "sign-up:address", { subject: by.client.ip });
  await checkMaySignUp(deps, input);
  const { name, email, password } = input;
  const person = await newPerson(deps, { name, email, password, instanceRole: "user" });
  const place = await placeFor(deps, input, { userId: person.id });
  const isTaken = () => conflict("account.exists", "There is an account with this e-mail address. Sign in instead.");
  const isWritten = await refusing({ unique: isTaken }, () =>
    runBatchIf(db, [
      ...place.conditions,
      ...person.statements,
      ...place.statements,
      personAudit(
        deps,
        { userId: person.id, teamId: place.teamId, requestId: by.requestId },
        { action: "account.create", target: person.id },
      ),
    ]),
  );
  if (!isWritten) throw isClosed();
  return { id: person.id, name, email, isInstanceOwner: false };
}

async function checkMaySignUp({ db }: Deps, input: SignUp): Promise<void> {
  const instance = await readInstance(db);
  if (!instance.hasOwner) {
    throw forbidden(
      "setup.required",
      "This instance has no owner yet. Finish the set-up with its one-time code first.",
    );
  }
  if (!input.invitation && instance.signUps !== "open") {
    throw forbidden(
      "sign_up.closed",
      "This instance takes new people by invitation only. Ask an admin of a team for one.",
    );
  }
}

/** What must hold, and what makes the person a member of a team. */
async function placeFor(deps: Deps, input: SignUp, { userId }: { userId: string }) {
  if (input.invitation) return joinByInvitation(deps, { token: input.invitation, email: input.email, userId });
  const team = await newTeam(deps, { name: `${input.name}'s team`.slice(0, 80), userId });
  return { teamId: team.id, conditions: [], statements: team.statements };
}
