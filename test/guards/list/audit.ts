import type { Guard } from "../guard.ts";

const chain = "api/src/audit/chain.test.ts";
const denial = "api/src/http/denial.test.ts";

/** That what was done is recorded, and that what was recorded stays as it is. */
export const guards: Guard[] = [
  {
    rule: "an entry that was edited is noticed",
    file: "api/src/audit/verify-chain.ts",
    guard: "if (hash !== fits)",
    without: "if (false)",
    noticedBy: chain,
    named: "was edited",
  },
  {
    rule: "an entry that is missing is noticed",
    file: "api/src/audit/verify-chain.ts",
    guard: "if (seq !== at.seq + 1)",
    without: "if (false)",
    noticedBy: chain,
    named: "the missing entry",
  },
  {
    rule: "the last entry cannot be taken away unnoticed",
    file: "api/src/audit/verify-chain.ts",
    guard: "if (at.seq < chain.seq)",
    without: "if (false)",
    noticedBy: chain,
    named: "the missing entry",
  },
  {
    rule: "only retention cuts a chain",
    file: "api/src/audit/verify-chain.ts",
    guard: "isOurs ? null : breakAt",
    without: "true ? null : breakAt",
    noticedBy: chain,
    named: "cut off by somebody else",
  },
  {
    rule: "an entry past the chain is noticed",
    file: "api/src/audit/verify-chain.ts",
    guard: "return placeless ?",
    without: "return false && placeless ?",
    noticedBy: chain,
    named: "put in past the chain",
  },
  {
    rule: "an entry is held to the one before it",
    file: "api/src/audit/entry.ts",
    guard: "    seq,\n    before,",
    without: "    seq,",
    noticedBy: chain,
    named: "another course of events",
  },
  {
    rule: "two that write at once do not take each other's place",
    file: "api/src/statement.ts",
    guard: 'if (brokenConstraint(error)?.columns !== "audit.chain, audit.seq") throw error;',
    without: "throw error;",
    noticedBy: chain,
    named: "another process",
  },
  {
    rule: "a refused sign-in leaves an entry",
    file: "api/src/identity/sign-in.ts",
    guard: "if (error instanceof AppError) recordRefusedSignIn(c, pair);",
    without: "",
    noticedBy: denial,
    named: "a sign-in",
  },
  {
    rule: "every answer 403 leaves an entry",
    file: "api/src/http/problem.ts",
    guard: 'if (error.kind === "forbidden") recordForbidden(c, error.code);',
    without: "",
    noticedBy: denial,
    named: "within a verb|another site",
  },
  {
    rule: "a flood of refusals of one credential writes a bounded number of entries",
    file: "api/src/http/denial.ts",
    guard: "if (!(await isNews(deps, { by, most: perMinute }))) return;",
    without: "",
    noticedBy: denial,
    named: "no flood of rows",
  },
  {
    rule: "refusals of strangers from any number of networks write a bounded number of entries",
    file: "api/src/http/denial.ts",
    guard: "if (isNew) recordDenial",
    without: "recordDenial",
    noticedBy: denial,
    named: "strangers",
  },
  {
    rule: "what is changed and its entry are written together or not at all",
    file: "api/src/statement.ts",
    guard: "if (first) await db.batch([first, ...rest]);",
    without: "for (const each of first ? [first, ...rest] : []) await each;",
    noticedBy: "api/src/audit/chain.test.ts",
    named: "a change that fails",
  },
  {
    rule: "every change is recorded",
    file: "api/src/domains/update-domain.ts",
    guard:
      '        auditStatement(deps, actor, {\n          action: "domain.update",\n          target: id,\n          detail: { host: row.host, path: next.path, scheme: next.scheme, redirectTo: next.redirectTo },\n        }),\n',
    without: "",
    noticedBy: "test/hostile/every-change.test.ts",
    named: "PATCH /api/v1/domains",
  },
];
