import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { checkServer } from "./check-server.ts";
import { confirmHostKey } from "./confirm-host-key.ts";
import { createServer } from "./create-server.ts";
import { deleteServer } from "./delete-server.ts";
import { getServer } from "./get-server.ts";
import { listServers } from "./list-servers.ts";
import { ConfirmHostKey, CreateServer, ServerId, ServerView, UpdateServer } from "./servers.schemas.ts";
import { updateServer } from "./update-server.ts";

const tag = "Servers";
const read = guard({ auth: "user", action: "server.view", tenant: "team" });
const write = guard({ auth: "user", action: "server.configure", tenant: "team" });
const operate = guard({ auth: "user", action: "server.operate", tenant: "team" });
const remove = guard({ auth: "user", action: "server.admin", tenant: "team" });
/** Room for the PEM of a private ACME server's roots. */
const writeSettings = guard({ auth: "user", action: "server.configure", tenant: "team", bodyLimitBytes: 256 * 1024 });
const viewOf = ({ deps, actor }: ApiEnv["Variables"], param: { id: string }) => getServer(deps, actor, param);

export const serversRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List servers", ok: pageOf(ServerView) }), query(PageQuery), async (c) =>
    c.json(await listServers(c.var.deps, c.var.actor, c.req.valid("query"))),
  )
  .post(
    "/",
    writeSettings,
    describe({ tag, summary: "Add a server", ok: ServerView, status: 201 }),
    body(CreateServer),
    async (c) => c.json(await viewOf(c.var, await createServer(c.var.deps, c.var.actor, c.req.valid("json"))), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get a server", ok: ServerView }), params(ServerId), async (c) =>
    c.json(await viewOf(c.var, c.req.valid("param"))),
  )
  .patch(
    "/:id",
    writeSettings,
    describe({ tag, summary: "Change a server", ok: ServerView }),
    params(ServerId),
    body(UpdateServer),
    async (c) => {
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateServer(c.var.deps, c.var.actor, change),
        read: () => viewOf(c.var, change),
        compare: (view) => ({ theirs: { ...view, runnerId: view.runner.id } }),
      });
      return c.json(answer);
    },
  )
  .delete(
    "/:id",
    remove,
    describe({ tag, summary: "Delete a server without resources" }),
    params(ServerId),
    async (c) => {
      await deleteServer(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.body(null, 204);
    },
  )
  .post(
    "/:id/check",
    operate,
    describe({ tag, summary: "Check a server now", ok: ServerView, status: 202 }),
    params(ServerId),
    async (c) => {
      await checkServer(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.json(await viewOf(c.var, c.req.valid("param")), 202);
    },
  )
  .post(
    "/:id/host-key",
    write,
    describe({ tag, summary: "Confirm the host key that was seen", ok: ServerView }),
    params(ServerId),
    body(ConfirmHostKey),
    async (c) => {
      const param = c.req.valid("param");
      await confirmHostKey(c.var.deps, c.var.actor, { ...param, ...c.req.valid("json") });
      return c.json(await viewOf(c.var, param));
    },
  );
