import type { Guard } from "../guard.ts";

const noticedBy = "api/src/resources/variables/notes.test.ts";

/** That what is locked is shown to nobody again, and nothing begins without what is required. */
export const guards: Guard[] = [
  {
    rule: "what is locked is not revealed",
    file: "api/src/resources/variables/reveal-variable.ts",
    guard: "if (row.isLocked)",
    without: "if (row.id === undefined)",
    noticedBy,
    named: "shown to nobody",
  },
  {
    rule: "what is locked is not revealed as a part of another text",
    file: "api/src/resources/variables/reveal-variable.ts",
    guard: "each.isLocked || ",
    without: "",
    noticedBy,
    named: "shown to nobody",
  },
  {
    rule: "a lock comes off together with a new value alone",
    file: "api/src/resources/variables/variable-notes.ts",
    guard: "if (before?.isLocked && !next.isLocked && !hasNewValue)",
    without: "if (before === null)",
    noticedBy,
    named: "taking the lock off",
  },
  {
    rule: "what is put back from a release is locked again",
    file: "api/src/releases/changes/undo-change.ts",
    guard: "locked?.includes(key) ? { isSecret: true, isLocked: true } : {}",
    without: "{}",
    noticedBy,
    named: "comes back from the release",
  },
  {
    rule: "nothing is deployed without what is required",
    file: "api/src/releases/deployments/open-variables.ts",
    guard: "if (names.length > 0)",
    without: "if (names.length > 1_000)",
    noticedBy,
    named: "before a deployment begins",
  },
];
