import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body } from "../../kit/http/validate.ts";
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
    async (c) => {
      const { deps, person } = c.var;
      const set = c.req.valid("json");
      const answer = await saving(set, {
        save: () => updateInstance(deps, person, set),
        read: () => readInstanceView(deps),
        compare: ({ retention, limits, ...view }) => ({
          theirs: {
            ...view,
            retention: Object.fromEntries(retention.map(({ kind, days }) => [kind, days])),
            limits: Object.fromEntries(limits.map(({ kind, value }) => [kind, value])),
          },
        }),
      });
      return c.json(answer);
    },
  );
