/** Of a member of a team, the widest first. */
export const roles = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

const roleRank: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };
/** A role contains those below it. */
export const isAtLeast = (role: Role, least: Role): boolean => roleRank[role] >= roleRank[least];

/** Of an API token, the narrowest first. */
export const tokenScopes = ["read", "deploy", "write", "admin"] as const;
export type TokenScope = (typeof tokenScopes)[number];

const scopeRank: Record<TokenScope, number> = { read: 0, deploy: 1, write: 2, admin: 3 };
/** A wider scope contains the narrower ones. */
export const isWithin = (scope: TokenScope, widest: TokenScope): boolean => scopeRank[scope] <= scopeRank[widest];
