import { isAtLeast, isWithin, type Role, type TokenScope as Scope } from "@fairlead/runner/contract";

export { isWithin, type Role, type Scope };

/** What can be done to anything of the product; more words there are not. */
export type Verb = "view" | "deploy" | "operate" | "configure" | "secrets" | "terminal" | "admin";

/**
 * Every action of the product, as a verb on the kind of thing it is about: the least role whose preset holds it, and the narrowest scope
 * of a token that covers it. Read by guard, verbs, docs and tests.
 *
 * `value` is what a variable holds: `view` those that are no secret, `secrets` any of them. `token.secrets` is about one's own.
 */
export const rights = {
  "team.view": { role: "viewer", scope: "read" },
  "team.configure": { role: "admin", scope: "admin" },
  "team.admin": { role: "owner", scope: "admin" },
  "member.view": { role: "viewer", scope: "read" },
  "member.admin": { role: "admin", scope: "admin" },
  // Who is being invited, and to what role, is an admin's business.
  "invitation.view": { role: "admin", scope: "admin" },
  "invitation.admin": { role: "admin", scope: "admin" },
  "token.view": { role: "viewer", scope: "admin" },
  "token.secrets": { role: "viewer", scope: "admin" },
  "token.admin": { role: "admin", scope: "admin" },
  "audit.view": { role: "admin", scope: "admin" },
  "project.view": { role: "viewer", scope: "read" },
  "project.configure": { role: "member", scope: "write" },
  "project.admin": { role: "admin", scope: "write" },
  "environment.view": { role: "viewer", scope: "read" },
  "environment.configure": { role: "member", scope: "write" },
  "environment.admin": { role: "admin", scope: "write" },
  "server.view": { role: "viewer", scope: "read" },
  "server.operate": { role: "admin", scope: "write" },
  "server.configure": { role: "admin", scope: "write" },
  "server.admin": { role: "admin", scope: "write" },
  "destination.view": { role: "viewer", scope: "read" },
  "destination.configure": { role: "admin", scope: "write" },
  "destination.admin": { role: "admin", scope: "write" },
  "runner.view": { role: "viewer", scope: "read" },
  "runner.configure": { role: "admin", scope: "admin" },
  "runner.secrets": { role: "admin", scope: "admin" },
  "runner.admin": { role: "admin", scope: "admin" },
  "source.view": { role: "viewer", scope: "read" },
  "source.configure": { role: "admin", scope: "write" },
  "source.secrets": { role: "admin", scope: "write" },
  "source.admin": { role: "admin", scope: "write" },
  "registry.view": { role: "viewer", scope: "read" },
  "registry.configure": { role: "admin", scope: "write" },
  "registry.admin": { role: "admin", scope: "write" },
  "delivery.view": { role: "viewer", scope: "read" },
  "delivery.deploy": { role: "member", scope: "deploy" },
  "resource.view": { role: "viewer", scope: "read" },
  "resource.deploy": { role: "member", scope: "deploy" },
  "resource.operate": { role: "member", scope: "deploy" },
  "resource.configure": { role: "member", scope: "write" },
  "resource.admin": { role: "admin", scope: "write" },
  "domain.view": { role: "viewer", scope: "read" },
  "domain.configure": { role: "member", scope: "write" },
  "variable.view": { role: "viewer", scope: "read" },
  "variable.configure": { role: "member", scope: "write" },
  "volume.view": { role: "viewer", scope: "read" },
  "volume.configure": { role: "member", scope: "write" },
  "volume.admin": { role: "admin", scope: "write" },
  "value.view": { role: "member", scope: "read" },
  "value.secrets": { role: "member", scope: "write" },
  "deployment.view": { role: "viewer", scope: "read" },
  "deployment.deploy": { role: "member", scope: "deploy" },
  "bulk.view": { role: "viewer", scope: "read" },
  "bulk.operate": { role: "member", scope: "deploy" },
  "channel.view": { role: "viewer", scope: "read" },
  "channel.operate": { role: "admin", scope: "write" },
  "channel.configure": { role: "admin", scope: "write" },
  "channel.secrets": { role: "admin", scope: "write" },
  "channel.admin": { role: "admin", scope: "write" },
} as const satisfies Record<`${string}.${Verb}`, { role: Role; scope: Scope }>;

export type Action = keyof typeof rights;
/** The kind of thing that an action is about. */
export type SubjectOf<A extends Action> = A extends `${infer S}.${Verb}` ? S : never;
export type Subject = SubjectOf<Action>;

/** Whether the preset of a role holds an action. */
export const roleHolds = (role: Role, action: Action): boolean => isAtLeast(role, rights[action].role);

/** Whether the preset of a token's scope covers an action. */
export const scopeCovers = (scope: Scope, action: Action): boolean => isWithin(rights[action].scope, scope);

/** Who may give, change or take `role`: an owner any; everyone else only what lies strictly below their own. */
export const canGrant = (granter: Role, role: Role) => granter === "owner" || !isAtLeast(role, granter);

/** The widest scope a token of this role may be made with: one that promises more would wake up with a promotion. */
export const widestScope: Record<Role, Scope> = { viewer: "read", member: "write", admin: "admin", owner: "admin" };
