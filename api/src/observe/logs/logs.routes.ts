import { Hono } from "hono";
import { stream, streamSSE } from "hono/streaming";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { params, query } from "../../kit/http/validate.ts";
import { AtServer, DeploymentId } from "../../releases/deployments/deployments.schemas.ts";
import { followLog } from "./follow-log.ts";
import { getLog, openLog } from "./get-log.ts";
import { logText } from "./log-text.ts";
import { LogPage, LogQuery } from "./logs.schemas.ts";
import { cursorOf, parseCursor } from "./read-log.ts";

const tag = "Deployments";
const read = guard({ auth: "user", action: "deployment.view", tenant: "team" });
/** A stream ends after this long and the browser opens it again from where it was: rights are judged anew. */
const streamMs = 5 * 60_000;

/** Mounted at `/deployments`. */
export const logRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/log",
    read,
    describe({ tag, summary: "Read the log of a deployment, page by page", ok: LogPage }),
    params(DeploymentId),
    query(LogQuery),
    async (c) => {
      const { after, limit, server } = c.req.valid("query");
      const page = { ...c.req.valid("param"), server, after: parseCursor(after), limit };
      return c.json(await getLog(c.var.deps, c.var.actor, page));
    },
  )
  .get(
    "/:id/log/stream",
    read,
    describe({ tag, summary: "Follow the log of a deployment as server-sent events", status: 200 }),
    params(DeploymentId),
    query(LogQuery),
    async (c) => {
      const { deps, actor } = c.var;
      const { server } = c.req.valid("query");
      const of = { deploymentId: c.req.valid("param").id, server };
      await openLog(deps, actor, { ...c.req.valid("param"), server });
      const after = parseCursor(c.req.header("Last-Event-ID") ?? c.req.valid("query").after);
      c.header("X-Accel-Buffering", "no");
      return streamSSE(c, async (sse) => {
        const stop = new AbortController();
        sse.onAbort(() => stop.abort());
        const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(streamMs)]);
        for await (const event of followLog(deps, actor.teamId, { ...of, after, signal })) {
          if (event.kind === "chunk")
            await sse.writeSSE({ event: "chunk", id: cursorOf(event.chunk), data: JSON.stringify(event.chunk) });
          else if (event.kind === "end") await sse.writeSSE({ event: "end", data: JSON.stringify(event.end) });
          else await sse.write(": quiet\n\n");
        }
      });
    },
  )
  .get(
    "/:id/log.txt",
    read,
    describe({ tag, summary: "Download the log of a deployment as text", status: 200 }),
    params(DeploymentId),
    query(AtServer),
    async (c) => {
      const { deps, actor } = c.var;
      const { server } = c.req.valid("query");
      const of = { deploymentId: c.req.valid("param").id, server };
      const { deployment } = await openLog(deps, actor, { ...c.req.valid("param"), server });
      c.header("Content-Type", "text/plain; charset=utf-8");
      c.header("Content-Disposition", `attachment; filename="deployment-${deployment.number}.log"`);
      return stream(c, async (out) => {
        for await (const text of logText(deps, actor.teamId, of)) await out.write(text);
      });
    },
  );
