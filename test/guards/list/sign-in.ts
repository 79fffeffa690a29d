import type { Guard } from "../guard.ts";

const identity = "api/src/identity/identity.test.ts";
const tokens = "api/src/identity/own-tokens.test.ts";

/** That nobody gets in, or stays in, who should not. */
export const guards: Guard[] = [
  {
    rule: "wrong passwords for one account are throttled whatever address they come from",
    file: "api/src/identity/sign-in.ts",
    guard: 'await throttle(deps, "sign-in:account", { subject: pair.email });',
    without: "",
    noticedBy: identity,
    named: "twenty wrong passwords|opens again",
  },
  {
    rule: "one address that tries many accounts is throttled",
    file: "api/src/identity/sign-in.ts",
    guard: 'await throttle(deps, "sign-in:address", { subject: client.ip });',
    without: "",
    noticedBy: identity,
    named: "many accounts",
  },
  {
    rule: "the throttle counts an IPv6 network as one address",
    file: "api/src/http/throttle.ts",
    guard: 'throttle.endsWith(":address") ? networkOf(subject)',
    without: "false ? networkOf(subject)",
    noticedBy: identity,
    named: "IPv6",
  },
  {
    rule: "a reset link expires",
    file: "api/src/identity/reset-password.ts",
    guard: "if (!reset || reset.expiresAt.getTime() <= clock.now()) throw closed();",
    without: "if (!reset) throw closed();",
    noticedBy: identity,
    named: "an old one expires",
  },
  {
    rule: "API tokens end with a password that is reset",
    file: "api/src/identity/reset-password.ts",
    guard: "keepTokens ?",
    without: "true ?",
    noticedBy: tokens,
    named: "end with the sessions",
  },
  {
    rule: "API tokens end with a changed password where that is chosen",
    file: "api/src/identity/change-password.ts",
    guard: "endTokens ?",
    without: "false ?",
    noticedBy: tokens,
    named: "by choice",
  },
  {
    rule: "nobody ends the tokens of another",
    file: "api/src/identity/own-tokens.store.ts",
    guard: "eq(apiToken.userId, userId),",
    without: "undefined,",
    noticedBy: tokens,
    named: "tokens of others stay",
  },
  {
    rule: "a token changes nothing of its person's account",
    file: "api/src/identity/by-session-only.ts",
    guard: 'if (person.via === "session") return;',
    without: "return;",
    noticedBy: tokens,
    named: "neither list nor end",
  },
  {
    rule: "a request that another site made with a cookie is refused",
    file: "api/src/http/origin.ts",
    guard: "if (isForeign || isUnproven",
    without: "if (isUnproven",
    noticedBy: "api/src/http/denial.test.ts",
    named: "another site",
  },
  {
    rule: "a revoked or expired token opens nothing",
    file: "api/src/http/actor.ts",
    guard: "!row?.role || row.revokedAt !== null ||",
    without: "!row?.role ||",
    noticedBy: tokens,
    named: "by choice|end with the sessions",
  },
  {
    rule: "a token ends with its last day",
    file: "api/src/http/actor.ts",
    guard: "|| (row.expiresAt ?? Number.POSITIVE_INFINITY) <= now",
    without: "",
    noticedBy: "api/src/tokens/tokens.test.ts",
    named: "last day",
  },
];
