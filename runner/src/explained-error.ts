// pure

import type { Cause, CauseClass } from "../contract/index.ts";

export type Explanation = {
  causeClass: CauseClass;
  /** One sentence: what failed. */
  sentence: string;
  /** Lines that prove it, oldest first. Never secrets, never argv with values. */
  evidence?: readonly string[];
  /** What the reader should do now, with the exact command where there is one. */
  nextAction: string;
  cause?: unknown;
};

/**
 * An error a person can act on. Everything that leaves `hosts`, `sources` and `build` because of the outside world is one of these;
 * a cancelled call instead throws the reason of its AbortSignal, untouched.
 */
export class ExplainedError extends Error {
  override readonly name: string = "ExplainedError";
  readonly causeClass: CauseClass;
  readonly evidence: readonly string[];
  readonly nextAction: string;

  constructor(explanation: Explanation) {
    super(explanation.sentence, { cause: explanation.cause });
    this.causeClass = explanation.causeClass;
    this.evidence = explanation.evidence ?? [];
    this.nextAction = explanation.nextAction;
  }

  /** True when it may be gone a moment later, so that trying again is sensible. */
  get mayPass(): boolean {
    return this.causeClass === "internal";
  }

  toCause(step: string | null): Cause {
    return {
      class: this.causeClass,
      step,
      sentence: this.message.slice(0, 500),
      evidence: this.evidence.slice(-8).map((line) => line.slice(0, 500)),
      nextAction: this.nextAction.slice(0, 500),
    };
  }
}
