// pure

import type { CauseClass } from "../../contract/index.ts";
import { ExplainedError, type Explanation } from "../explained-error.ts";

export type BuildFaultReason =
  | "build-failed"
  | "out-of-memory"
  | "dockerfile-missing"
  | "dockerfile-invalid"
  | "secret-missing"
  | "secret-argument"
  | "image-not-found"
  | "image-denied"
  | "registry-limited"
  | "registry-unreachable"
  | "disk-full"
  | "context-refused"
  | "docker-failed";

const classOf: Record<BuildFaultReason, CauseClass> = {
  "build-failed": "build-failed",
  "out-of-memory": "out-of-memory",
  "dockerfile-missing": "dockerfile-missing",
  "dockerfile-invalid": "build-failed",
  "secret-missing": "build-failed",
  "secret-argument": "build-failed",
  "image-not-found": "image-unavailable",
  "image-denied": "image-unavailable",
  "registry-limited": "image-unavailable",
  "registry-unreachable": "image-unavailable",
  "disk-full": "disk-full",
  "context-refused": "build-failed",
  "docker-failed": "docker-unavailable",
};

/** The image could not be made or fetched. `instruction` is the line of the Dockerfile that failed, when one did. */
export class BuildFault extends ExplainedError {
  override readonly name = "BuildFault";
  readonly reason: BuildFaultReason;
  readonly instruction: string | undefined;
  readonly exitCode: number | undefined;

  constructor(
    reason: BuildFaultReason,
    explanation: Omit<Explanation, "causeClass"> & { instruction?: string | undefined; exitCode?: number | undefined },
  ) {
    super({ ...explanation, causeClass: classOf[reason] });
    this.reason = reason;
    this.instruction = explanation.instruction;
    this.exitCode = explanation.exitCode;
  }

  /** The daemon failed, not the build. */
  override get mayPass(): boolean {
    return this.reason === "docker-failed";
  }
}
