import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { createEnrolment } from "./create-enrolment.ts";
import { deleteRunner } from "./delete-runner.ts";
import { getRunner } from "./get-runner.ts";
import { listRunners } from "./list-runners.ts";
import { revokeRunner } from "./revoke-runner.ts";
import { EnrolmentView, RunnerId, RunnerView, UpdateRunner } from "./runners.schemas.ts";
import { toRunnerView } from "./to-runner-view.ts";
import { updateRunner } from "./update-runner.ts";

const tag = "Runners";
const read = guard({ auth: "user", action: "runner.view", tenant: "team" });
const write = guard({ auth: "user", action: "runner.configure", tenant: "team" });
const credential = guard({ auth: "user", action: "runner.secrets", tenant: "team" });
const remove = guard({ auth: "user", action: "runner.admin", tenant: "team" });

export const runnerRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List runners", ok: pageOf(RunnerView) }), query(PageQuery), async (c) => {
    const page = c.req.valid("query");
    const rows = await listRunners(c.var.deps, c.var.actor, page);
    return c.json(toPage(rows, page.limit, (row) => toRunnerView(row, c.var.deps.clock.now())));
  })
  .post(
    "/enrolments",
    credential,
    describe({ tag, summary: "Make a one-time enrolment token", ok: EnrolmentView, status: 201 }),
    async (c) => c.json(await createEnrolment(c.var.deps, c.var.actor), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get a runner", ok: RunnerView }), params(RunnerId), async (c) => {
    const runner = await getRunner(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.json(toRunnerView(runner, c.var.deps.clock.now()));
  })
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Rename a runner", ok: RunnerView }),
    params(RunnerId),
    body(UpdateRunner),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateRunner(deps, actor, change),
        read: async () => toRunnerView(await getRunner(deps, actor, change), deps.clock.now()),
      });
      return c.json(answer);
    },
  )
  .post(
    "/:id/revoke",
    credential,
    describe({ tag, summary: "Revoke a runner's credential", ok: RunnerView }),
    params(RunnerId),
    async (c) => {
      const runner = await revokeRunner(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.json(toRunnerView(runner, c.var.deps.clock.now()));
    },
  )
  .delete(
    "/:id",
    remove,
    describe({ tag, summary: "Delete a runner without servers" }),
    params(RunnerId),
    async (c) => {
      await deleteRunner(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.body(null, 204);
    },
  );
