import { DisplayName, idOf, roles, tokenScopes } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Revision } from "../../kit/http/revision.ts";

/** Lower-cased at the door, so that one person is one account. */
export const Email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.email("must be an e-mail address"),
  v.maxLength(200),
);
export const Password = v.pipe(
  v.string(),
  v.minLength(12, "must have at least 12 characters"),
  v.maxLength(200, "must have at most 200 characters"),
);
const TokenText = v.pipe(v.string(), v.maxLength(100));

/** `invitation`: the token of an invitation link, bound to the same e-mail address. */
export const SignUp = v.strictObject({
  name: DisplayName,
  email: Email,
  password: Password,
  invitation: v.optional(TokenText),
});
export type SignUp = v.InferOutput<typeof SignUp>;
export const SignIn = v.strictObject({ email: Email, password: v.pipe(v.string(), v.maxLength(200)) });
export type SignIn = v.InferOutput<typeof SignIn>;
export const RequestPasswordReset = v.strictObject({ email: Email });
export type RequestPasswordReset = v.InferOutput<typeof RequestPasswordReset>;
/** `keepTokens`: API tokens of the person go on; without it they end with the sessions. */
export const ResetPassword = v.strictObject({
  token: TokenText,
  password: Password,
  keepTokens: v.optional(v.boolean(), false),
});
export type ResetPassword = v.InferOutput<typeof ResetPassword>;
/** `endTokens`: every API token of the person ends with the other sessions. */
export const ChangePassword = v.strictObject({
  current: v.pipe(v.string(), v.maxLength(200)),
  password: Password,
  endTokens: v.optional(v.boolean(), false),
});
export type ChangePassword = v.InferOutput<typeof ChangePassword>;
export const UpdateMe = v.strictObject({ revision: Revision, name: DisplayName });
export type UpdateMe = v.InferOutput<typeof UpdateMe>;
export const SessionId = v.object({ id: v.pipe(v.string(), v.regex(/^[0-9A-Za-z_-]{8,64}$/, "must be a session id")) });

export const UserView = v.strictObject({
  id: v.string(),
  name: v.string(),
  email: v.string(),
  isInstanceOwner: v.boolean(),
});
export type UserView = v.InferOutput<typeof UserView>;
export const SignedInView = v.strictObject({ user: UserView });
export const Role = v.picklist(roles);
export const MembershipView = v.strictObject({
  id: v.string(),
  name: v.string(),
  role: Role,
  /** Of the team. */
  revision: v.number(),
});
export const MeView = v.strictObject({
  user: UserView,
  /** Teams of this person, the oldest membership first: the first one is taken when a request names none. */
  teams: v.array(MembershipView),
  via: v.picklist(["session", "token"]),
  /** Of what a person may change here: the name. */
  revision: v.number(),
});
export type MeView = v.InferOutput<typeof MeView>;
export const SessionView = v.strictObject({
  id: v.string(),
  isCurrent: v.boolean(),
  ip: v.nullable(v.string()),
  userAgent: v.nullable(v.string()),
  createdAt: v.number(),
  lastSeenAt: v.number(),
});
export type SessionView = v.InferOutput<typeof SessionView>;
/** `ended`: how many API tokens ended. */
export const EndedTokens = v.strictObject({ ended: v.number() });
export const OwnTokenId = v.object({ id: idOf("apiToken") });
export const OwnTokenList = v.strictObject({
  items: v.array(
    v.strictObject({
      id: v.string(),
      name: v.string(),
      prefix: v.string(),
      scopes: v.array(v.picklist(tokenScopes)),
      team: v.strictObject({ id: v.string(), name: v.string() }),
      expiresAt: v.nullable(v.number()),
      lastUsedAt: v.nullable(v.number()),
      createdAt: v.number(),
    }),
  ),
});
export type OwnTokenList = v.InferOutput<typeof OwnTokenList>;
export const SessionList = v.strictObject({ items: v.array(SessionView) });
