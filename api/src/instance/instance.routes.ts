import { Hono } from "hono";
import type { ApiEnv } from "../http/api-env.ts";
import { describe } from "../http/describe.ts";
import { guard } from "../http/guard.ts";
import { body } from "../http/validate.ts";
import { InstanceView, UpdateInstance } from "./instance.schemas.ts";
import { readInstanceView, updateInstance } from "./update-instance.ts";

const tag = "Instance";
const owner = guard({ auth: "instance-owner", tenant: "instance" });

export const instanceRoutes = new Hono<ApiEnv>()
  .get("/", owner, describe({ tag, summary: "Get the instance's settings", ok: InstanceView }), async (c) =>
    c.json(await readInstanceView(c.var.deps)),
  )
  .patch(
    "/",
    owner,
    describe({ tag, summary: "Change the instance's settings", ok: InstanceView }),
    body(UpdateInstance),
    async (c) => c.json(await updateInstance(c.var.deps, c.var.person, c.req.valid("json"))),
  );
