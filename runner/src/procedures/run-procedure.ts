import type { ResultOf } from "../../contract/index.ts";
import type { DeployContext } from "../steps/deploy-context.ts";
import { procedureOf } from "./registry.ts";

/** Goes the way that was chosen when the deployment was made. */
export const runProcedure = (deploy: DeployContext): Promise<ResultOf<"deploy">> =>
  procedureOf[deploy.payload.spec.procedure].run(deploy);
