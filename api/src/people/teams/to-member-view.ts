// pure

import type { Actor } from "../../rules/permissions.ts";
import type { MemberView } from "./teams.schemas.ts";
import type { MemberRow } from "./teams.store.ts";

/** As the one who asks sees it. */
export const toMemberView =
  (actor: Actor) =>
  ({ id, userId, name, email, role, revision, createdAt }: MemberRow): MemberView => ({
    id,
    userId,
    name,
    email,
    role,
    isYou: userId === actor.userId,
    revision,
    createdAt,
  });
