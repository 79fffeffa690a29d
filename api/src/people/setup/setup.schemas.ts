import { DisplayName } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Email, MembershipView, Password, UserView } from "../identity/identity.schemas.ts";

/** What a page may know before anyone signed in. */
export const SetupView = v.strictObject({
  hasOwner: v.boolean(),
  /** `open`: anyone may sign up; `invitation`: only who was invited. */
  signUps: v.picklist(["invitation", "open"]),
  canMail: v.boolean(),
  version: v.string(),
});
export type SetupView = v.InferOutput<typeof SetupView>;

/** `code`: the one-time set-up code. `session`: open a browser session instead of making an API token. */
export const CreateOwner = v.strictObject({
  code: v.pipe(v.string(), v.trim(), v.nonEmpty("enter the set-up code"), v.maxLength(200)),
  email: Email,
  password: Password,
  name: v.optional(DisplayName, "Owner"),
  team: v.optional(DisplayName, "My team"),
  session: v.optional(v.boolean(), false),
});
export type CreateOwner = v.InferOutput<typeof CreateOwner>;

export const OwnerView = v.strictObject({
  user: UserView,
  team: MembershipView,
  /** API token with every scope, shown this once; null when a session was opened instead. */
  token: v.nullable(v.string()),
});
export type OwnerView = v.InferOutput<typeof OwnerView>;
