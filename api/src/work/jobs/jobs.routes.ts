import {
  ClaimAnswer,
  ClaimRequest,
  FinishAnswer,
  FinishRequest,
  ProgressAnswer,
  ProgressRequest,
  tolerant,
} from "@fairlead/runner/contract";
import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { answerRunner } from "../../kit/http/contract.ts";
import { describe } from "../../kit/http/describe.ts";
import { endingSignal } from "../../kit/http/ending-signal.ts";
import { guard } from "../../kit/http/guard.ts";
import { body } from "../../kit/http/validate.ts";
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
    body(tolerant(ClaimRequest)),
    async (c) => {
      const answer = await claimJob(c.var.deps, c.var.runner, {
        request: c.req.valid("json"),
        signal: endingSignal(c),
        outside: c.var.turn.outside,
      });
      return answer ? answerRunner(c, ClaimAnswer, { value: answer }) : c.body(null, 204);
    },
  )
  .post(
    "/progress",
    progress,
    describe({ tag, summary: "Renew the lease, add steps and log, learn of a cancel", ok: ProgressAnswer }),
    body(tolerant(ProgressRequest)),
    async (c) =>
      answerRunner(c, ProgressAnswer, { value: await recordProgress(c.var.deps, c.var.runner, c.req.valid("json")) }),
  )
  .post(
    "/finish",
    runner,
    describe({ tag, summary: "Report the outcome of a job", ok: FinishAnswer }),
    body(tolerant(FinishRequest)),
    async (c) =>
      answerRunner(c, FinishAnswer, { value: await finishJob(c.var.deps, c.var.runner, c.req.valid("json")) }),
  );
