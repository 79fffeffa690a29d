import { EnrolAnswer, EnrolRequest, tolerant } from "@fairlead/runner/contract";
import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { answerRunner, greet } from "../../kit/http/contract.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { body } from "../../kit/http/validate.ts";
import { enrolRunner } from "./enrol-runner.ts";

const open = guard({
  auth: "public",
  tenant: "none",
  reason: "the one-time token in the body is the right to enrol",
  bodyLimitBytes: 8 * 1024,
});

/** Mounted beside the job routes at `/api/v1/runner`. */
export const enrolRoutes = new Hono<ApiEnv>().post(
  "/enrol",
  open,
  describe({ tag: "Runner", summary: "Enrol a runner with a one-time token", ok: EnrolAnswer }),
  body(tolerant(EnrolRequest)),
  async (c) => {
    greet(c);
    return answerRunner(c, EnrolAnswer, { value: await enrolRunner(c.var.deps, c.req.valid("json")) });
  },
);
