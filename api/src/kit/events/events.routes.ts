import { Hono } from "hono";
import type { ApiEnv } from "../http/api-env.ts";
import { describe } from "../http/describe.ts";
import { guard } from "../http/guard.ts";
import { streamEvents } from "./stream-events.ts";

const listen = guard({ auth: "user", action: "team.view", tenant: "team" });

export const eventRoutes = new Hono<ApiEnv>().get(
  "/",
  listen,
  describe({ tag: "Events", summary: "Listen to changes in the team as server-sent events", status: 200 }),
  (c) => streamEvents(c),
);
