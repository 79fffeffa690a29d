// pure

import type { CauseClass } from "../../contract/index.ts";
import { ExplainedError, type Explanation } from "../explained-error.ts";

export type SourceFaultReason =
  | "repository-not-found"
  | "access-denied"
  | "host-key-unknown"
  | "ref-not-found"
  | "commit-not-found"
  | "path-not-found"
  | "file-too-large"
  | "submodule-refused"
  | "lfs-missing"
  | "lfs-refused"
  | "protocol-refused"
  | "address-refused"
  | "unreachable"
  | "timeout"
  | "disk-full"
  | "git-missing"
  | "git-failed";

const classOf: Record<SourceFaultReason, CauseClass> = {
  "repository-not-found": "source-not-found",
  "access-denied": "source-denied",
  "host-key-unknown": "source-denied",
  "ref-not-found": "source-not-found",
  "commit-not-found": "source-not-found",
  "path-not-found": "source-not-found",
  "file-too-large": "invalid-spec",
  "submodule-refused": "source-denied",
  "lfs-missing": "internal",
  "lfs-refused": "source-denied",
  "protocol-refused": "policy-refused",
  "address-refused": "policy-refused",
  unreachable: "source-unreachable",
  timeout: "source-unreachable",
  "disk-full": "disk-full",
  "git-missing": "internal",
  "git-failed": "internal",
};

/** The code could not be had. */
export class SourceFault extends ExplainedError {
  override readonly name = "SourceFault";
  readonly reason: SourceFaultReason;

  constructor(reason: SourceFaultReason, explanation: Omit<Explanation, "causeClass">) {
    super({ ...explanation, causeClass: classOf[reason] });
    this.reason = reason;
  }
}
