import { DisplayName, idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Revision } from "../../kit/http/revision.ts";
import { Email, Role } from "../identity/identity.schemas.ts";

export const TeamId = v.object({ id: idOf("team") });
export const CreateTeam = v.strictObject({ name: DisplayName });
export type CreateTeam = v.InferOutput<typeof CreateTeam>;
export const UpdateTeam = v.strictObject({ revision: Revision, name: DisplayName });
export type UpdateTeam = v.InferOutput<typeof UpdateTeam>;
/** `role`: of the person who asks. */
export const TeamView = v.strictObject({
  id: v.string(),
  name: v.string(),
  role: Role,
  revision: v.number(),
  createdAt: v.number(),
});
export type TeamView = v.InferOutput<typeof TeamView>;
export const TeamList = v.strictObject({ items: v.array(TeamView) });

export const MemberId = v.object({ id: idOf("member") });
export const UpdateMember = v.strictObject({ revision: Revision, role: Role });
export type UpdateMember = v.InferOutput<typeof UpdateMember>;
export const MemberView = v.strictObject({
  id: v.string(),
  userId: v.string(),
  name: v.string(),
  email: v.string(),
  role: Role,
  isYou: v.boolean(),
  revision: v.number(),
  createdAt: v.number(),
});
export type MemberView = v.InferOutput<typeof MemberView>;

export const InvitationId = v.object({ id: idOf("invitation") });
export const CreateInvitation = v.strictObject({ email: Email, role: Role });
export type CreateInvitation = v.InferOutput<typeof CreateInvitation>;
export const InvitationView = v.strictObject({
  id: v.string(),
  email: v.string(),
  role: Role,
  state: v.picklist(["open", "accepted", "revoked", "expired"]),
  expiresAt: v.number(),
  createdAt: v.number(),
});
export type InvitationView = v.InferOutput<typeof InvitationView>;
/** `link` holds the token and is shown this once; `isMailed` tells whether it was also sent. */
export const CreatedInvitationView = v.strictObject({
  invitation: InvitationView,
  link: v.string(),
  isMailed: v.boolean(),
});
export type CreatedInvitationView = v.InferOutput<typeof CreatedInvitationView>;

export const InvitationToken = v.strictObject({ token: v.pipe(v.string(), v.maxLength(100)) });
/** What the holder of a link sees before accepting. */
export const ShownInvitationView = v.strictObject({
  team: v.string(),
  email: v.string(),
  role: Role,
  expiresAt: v.number(),
  /** Whether an account with this address exists: then sign in and accept, else sign up. */
  hasAccount: v.boolean(),
});
export type ShownInvitationView = v.InferOutput<typeof ShownInvitationView>;
