import * as v from "valibot";
import { growing } from "./ageing/index.ts";

/** Why a step failed, in classes the UI, the alerts and the docs know. `internal` is ours; all others are the user's to mend. */
export const causeClasses = [
  "source-unreachable",
  "source-denied",
  "source-not-found",
  "build-failed",
  "dockerfile-missing",
  "image-unavailable",
  "command-failed",
  "push-failed",
  "disk-full",
  "out-of-memory",
  "never-ready",
  "wrong-port",
  "loopback-only",
  "crashed",
  "route-refused",
  "verify-failed",
  "server-unreachable",
  "server-auth-refused",
  "host-key-changed",
  "docker-unavailable",
  "policy-refused",
  "invalid-spec",
  "timed-out",
  "lost-runner",
  "internal",
] as const;
export const CauseClass = growing(causeClasses, {
  unknown: "internal",
  since: { "command-failed": 3, "push-failed": 3 },
});
export type CauseClass = v.InferOutput<typeof CauseClass>;

/** What a person needs in five seconds: what failed, the lines that prove it, what to do next. */
export const Cause = v.strictObject({
  class: CauseClass,
  step: v.nullable(v.pipe(v.string(), v.maxLength(32))),
  sentence: v.pipe(v.string(), v.maxLength(500)),
  evidence: v.pipe(v.array(v.pipe(v.string(), v.maxLength(500))), v.maxLength(8)),
  nextAction: v.pipe(v.string(), v.maxLength(500)),
});
export type Cause = v.InferOutput<typeof Cause>;
