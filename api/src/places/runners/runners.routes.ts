import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { authorizedKeysLine } from "./authorized-keys-line.ts";
import { createEnrolment } from "./create-enrolment.ts";
import { deleteRunner } from "./delete-runner.ts";
import { revokeRunner } from "./revoke-runner.ts";
import { isRunnerOnline } from "./runner-online.ts";
import { EnrolmentView, RunnerId, RunnerView, UpdateRunner } from "./runners.schemas.ts";
import { getRunner, listRunners, type RunnerWithCount } from "./runners.store.ts";
import { updateReason } from "./update-reason.ts";
import { updateRunner } from "./update-runner.ts";

const toView = (row: RunnerWithCount, now: number): RunnerView => ({
  id: row.id,
  name: row.name,
  version: row.version,
  updateReason: updateReason(row),
  platform: row.platform,
  authorizedKeysLine: authorizedKeysLine(row.sshPublicKey),
  isOnline: isRunnerOnline(row, now),
  lastSeenAt: row.lastSeenAt,
  revokedAt: row.revokedAt,
  serverCount: row.serverCount,
  revision: row.revision,
  createdAt: row.createdAt,
});
const tag = "Runners";
const read = guard({ auth: "user", action: "runner.read", tenant: "team" });
const write = guard({ auth: "user", action: "runner.write", tenant: "team" });

export const runnerRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List runners", ok: pageOf(RunnerView) }), query(PageQuery), async (c) => {
    const page = c.req.valid("query");
    const { db, clock } = c.var.deps;
    const rows = await listRunners(db, c.var.actor.teamId, page);
    return c.json(toPage(rows, page.limit, (row) => toView(row, clock.now())));
  })
  .post(
    "/enrolments",
    write,
    describe({ tag, summary: "Make a one-time enrolment token", ok: EnrolmentView, status: 201 }),
    async (c) => c.json(await createEnrolment(c.var.deps, c.var.actor), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get a runner", ok: RunnerView }), params(RunnerId), async (c) => {
    const { db, clock } = c.var.deps;
    return c.json(toView(await getRunner(db, c.var.actor.teamId, c.req.valid("param").id), clock.now()));
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
        read: async () => toView(await getRunner(deps.db, actor.teamId, change.id), deps.clock.now()),
      });
      return c.json(answer);
    },
  )
  .post(
    "/:id/revoke",
    write,
    describe({ tag, summary: "Revoke a runner's credential", ok: RunnerView }),
    params(RunnerId),
    async (c) => {
      const runner = await revokeRunner(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.json(toView(runner, c.var.deps.clock.now()));
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Delete a runner without servers" }), params(RunnerId), async (c) => {
    await deleteRunner(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
