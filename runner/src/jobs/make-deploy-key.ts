import { ensureDeployKey } from "../hosts/ssh-keys.ts";
import type { JobRunner } from "./job-runner.ts";

export const makeDeployKey: JobRunner<"make-deploy-key"> = ({ tools, context, payload }) =>
  context.journal.step("make-deploy-key", async () => {
    const { publicKey } = await ensureDeployKey(tools.home, payload.source);
    return { kind: "make-deploy-key", publicKey };
  });
