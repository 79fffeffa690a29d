import {
  ClaimAnswer,
  ClaimRequest,
  FinishAnswer,
  FinishRequest,
  ProgressAnswer,
  ProgressRequest,
} from "@fairlead/runner/contract";
import { Hono } from "hono";
import type { ApiEnv } from "../http/api-env.ts";
import { describe } from "../http/describe.ts";
import { endingSignal } from "../http/ending-signal.ts";
import { guard } from "../http/guard.ts";
import { body } from "../http/validate.ts";
import { claimJob } from "./claim-job.ts";
import { finishJob } from "./finish-job.ts";
import { recordProgress } from "./record-progress.ts";

const tag = "Runner";
const runner = guard({ auth: "runner", tenant: "team" });
/** 200 chunks of 64 KiB, escaped as JSON in the worst of ordinary texts. */
const progress = guard({ auth: "runner", tenant: "team", bodyLimitBytes: 20 * 1024 * 1024 });

/** What a runner calls. Mounted at `/runner`. */
export const runnerJobRoutes = new Hono<ApiEnv>()
  .post(
    "/claim",
    runner,
    describe({ tag, summary: "Wait for a job and lease it; 204 when none came", ok: ClaimAnswer }),
    body(ClaimRequest),
    async (c) => {
      const answer = await claimJob(c.var.deps, c.var.runner, {
        request: c.req.valid("json"),
        signal: endingSignal(c),
      });
      return answer ? c.json(answer) : c.body(null, 204);
    },
  )
  .post(
    "/progress",
    progress,
    describe({ tag, summary: "Renew the lease, add steps and log, learn of a cancel", ok: ProgressAnswer }),
    body(ProgressRequest),
    async (c) => c.json(await recordProgress(c.var.deps, c.var.runner, c.req.valid("json"))),
  )
  .post(
    "/finish",
    runner,
    describe({ tag, summary: "Report the outcome of a job", ok: FinishAnswer }),
    body(FinishRequest),
    async (c) => c.json(await finishJob(c.var.deps, c.var.runner, c.req.valid("json"))),
  );
