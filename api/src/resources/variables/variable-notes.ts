// pure

import { invalidField } from "../../rules/errors.ts";

/** What people say of a variable beside its value. */
export type Notes = { comment: string; isRequired: boolean; isLocked: boolean };
type Locking = { isSecret: boolean; isLocked: boolean };

const noNotes: Notes = { comment: "", isRequired: false, isLocked: false };

/** What is left out stays as it was. */
export const notesOf = (given: { [K in keyof Notes]?: Notes[K] | undefined }, before: Notes = noNotes): Notes => ({
  comment: given.comment ?? before.comment,
  isRequired: given.isRequired ?? before.isRequired,
  isLocked: given.isLocked ?? before.isLocked,
});

type Lock = { before: Locking | undefined; next: Locking; hasNewValue: boolean };

/** A lock holds for the value that is behind it: only with another value it comes off. `path` names the variable as it was sent. */
export function checkLock({ before, next, hasNewValue }: Lock, path: string): void {
  if (next.isLocked && !next.isSecret)
    throw invalidField(`${path}isSecret`, "what is locked is a secret: take the lock off together with a new value");
  if (before?.isLocked && !next.isLocked && !hasNewValue)
    throw invalidField(`${path}isLocked`, "a lock comes off together with a new value");
}
