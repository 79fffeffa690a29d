import type { EnrolAnswer, EnrolRequest } from "@fairlead/runner/contract";
import { auditEntry } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { hashToken, isWellFormed, makeToken } from "../../kit/tokens/token-text.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { cadence } from "../../rules/cadence.ts";
import { AppError, invalidField } from "../../rules/errors.ts";
import { findEnrolment, insertRunner, useEnrolment } from "./runners.store.ts";

/** People paste this line into `authorized_keys`: one key, no options, no second line. */
const publicKeyLine = /^ssh-ed25519 [A-Za-z0-9+/]{68}={0,2}( [A-Za-z0-9@._:-]{1,100})?$/;

const refused = () =>
  new AppError("unauthenticated", "enrolment.refused", {
    message: "This enrolment token is unknown, used or older than an hour. Make a new one on the runners page.",
  });

/** A runner presents its one-time token and its public key, and gets the credential it works with from then on. */
export async function enrolRunner(deps: Deps, input: EnrolRequest): Promise<EnrolAnswer> {
  const { db, ids, clock, hub } = deps;
  if (!isWellFormed("enrolment", input.token)) throw refused();
  if (!publicKeyLine.test(input.sshPublicKey))
    throw invalidField("sshPublicKey", "must be one line with an ed25519 public key");
  const now = clock.now();
  const presented = { tokenHash: await hashToken(input.token), now };
  const enrolment = await findEnrolment(db, presented);
  if (!enrolment) throw refused();
  const id = ids.next("runner");
  const credential = makeToken("runner", deps.ids);
  const { name, sshPublicKey, version, platform } = input;
  const { teamId } = enrolment;
  const credentialHash = await hashToken(credential);
  // The token is spent only together with the runner that it lets in.
  const isEnrolled = await runBatchIf(db, [
    useEnrolment(db, presented),
    ifChanged(db),
    insertRunner(db, {
      id,
      teamId,
      name,
      sshPublicKey,
      version,
      platform,
      credentialHash,
      lastSeenAt: now,
      createdAt: now,
    }),
    withinLimit("runners", { teamId }, deps),
    auditEntry(deps, {
      teamId,
      actor: `enrolment:${enrolment.id}`,
      action: "runner.enrol",
      target: id,
      detail: { name, platform, version },
    }),
  ]);
  if (!isEnrolled) throw refused();
  hub.publish(teamId, { type: "runner", id });
  return { runner: id, credential, cadence };
}
