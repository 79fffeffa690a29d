import type { WorkKind } from "../../kit/work-kinds.ts";
import { noSecrets } from "../../work/jobs/compile-tools.ts";
import { applyDeployKey } from "../apply-deploy-key.ts";

export const makeDeployKey: WorkKind<"make-deploy-key"> = {
  timeoutMs: 60_000,
  maxAttempts: 3,
  lock: () => null,
  isMergeable: true,
  isBuild: false,
  compile: async (_, { subjectId: source }) => ({ payload: { kind: "make-deploy-key", source }, secrets: noSecrets }),
  apply: async (deps, job, outcome) => {
    if (outcome.kind === "succeeded" && outcome.result.kind === "make-deploy-key")
      await applyDeployKey(deps, job, outcome.result.publicKey);
  },
};
