import { forbidden } from "./errors.ts";

export type Role = "owner" | "admin" | "member" | "viewer";
export type Scope = "read" | "deploy" | "write" | "admin";

/** Who acts: a person, by session or by API token, always within one team. */
export type Actor = {
  userId: string;
  teamId: string;
  role: Role;
  isInstanceOwner: boolean;
  via: "session" | "token";
  /** Scopes of the token; null for a session, which has every scope. */
  scopes: readonly Scope[] | null;
  /** Session or token id, for the audit row and for "this session" marks. */
  credentialId: string;
  requestId: string;
};

/** Every action of the product: the least role that may do it and the token scope it needs. Read by guard, verbs, docs and tests. */
export const actions = {
  "team.read": { role: "viewer", scope: "read" },
  "team.write": { role: "admin", scope: "admin" },
  "team.delete": { role: "owner", scope: "admin" },
  "member.read": { role: "viewer", scope: "read" },
  "member.write": { role: "admin", scope: "admin" },
  "token.own": { role: "viewer", scope: "admin" },
  "token.manage": { role: "admin", scope: "admin" },
  "project.read": { role: "viewer", scope: "read" },
  "project.write": { role: "member", scope: "write" },
  "project.delete": { role: "admin", scope: "write" },
  "server.read": { role: "viewer", scope: "read" },
  "server.write": { role: "admin", scope: "write" },
  "runner.read": { role: "viewer", scope: "read" },
  "runner.write": { role: "admin", scope: "admin" },
  "source.read": { role: "viewer", scope: "read" },
  "source.write": { role: "admin", scope: "write" },
  "registry.read": { role: "viewer", scope: "read" },
  "registry.write": { role: "admin", scope: "write" },
  "delivery.read": { role: "viewer", scope: "read" },
  "delivery.replay": { role: "member", scope: "deploy" },
  "application.read": { role: "viewer", scope: "read" },
  "application.write": { role: "member", scope: "write" },
  "application.operate": { role: "member", scope: "deploy" },
  "application.delete": { role: "admin", scope: "write" },
  "variable.list": { role: "viewer", scope: "read" },
  "variable.read": { role: "member", scope: "read" },
  "variable.write": { role: "member", scope: "write" },
  "variable.reveal": { role: "member", scope: "write" },
  "deployment.read": { role: "viewer", scope: "read" },
  "deployment.run": { role: "member", scope: "deploy" },
  "channel.read": { role: "viewer", scope: "read" },
  "channel.write": { role: "admin", scope: "write" },
  "audit.read": { role: "admin", scope: "admin" },
} as const satisfies Record<string, { role: Role; scope: Scope }>;

export type Action = keyof typeof actions;

const rank: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };
/** A wider scope contains the narrower ones. */
const scopeRank: Record<Scope, number> = { read: 0, deploy: 1, write: 2, admin: 3 };

const isAtLeast = (role: Role, least: Role) => rank[role] >= rank[least];
export const canDo = (actor: Pick<Actor, "role" | "scopes">, action: Action) => {
  const need = actions[action];
  const hasScope = actor.scopes === null || actor.scopes.some((scope) => scopeRank[scope] >= scopeRank[need.scope]);
  return isAtLeast(actor.role, need.role) && hasScope;
};

/** Who may give, change or take `role`: an owner any; everyone else only what lies strictly below their own. */
export const canGrant = (granter: Role, role: Role) => granter === "owner" || rank[granter] > rank[role];

/** The widest scope a token of this role may be made with: one that promises more would wake up with a promotion. */
export const widestScope: Record<Role, Scope> = { viewer: "read", member: "write", admin: "admin", owner: "admin" };
export const isWithin = (scope: Scope, widest: Scope) => scopeRank[scope] <= scopeRank[widest];

/** First line of every verb. */
export function allow(actor: Actor, action: Action): void {
  if (canDo(actor, action)) return;
  throw forbidden("auth.forbidden", `Your role or token may not do this (${action}). Ask an admin of the team.`);
}
