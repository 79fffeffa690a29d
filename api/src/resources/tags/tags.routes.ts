import { tagKey } from "@fairlead/runner/contract";
import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { ResourceId } from "../resource-id.ts";
import { listTags } from "./list-tags.ts";
import { readTags } from "./read-tags.ts";
import { replaceTags } from "./replace-tags.ts";
import { ReplaceTags, TagList, TagSet } from "./tags.schemas.ts";

const tag = "Tags";
const read = guard({ auth: "user", action: "resource.view", tenant: "team" });
const write = guard({ auth: "user", action: "resource.configure", tenant: "team" });

/** Mounted at `/tags`. */
export const tagRoutes = new Hono<ApiEnv>().get(
  "/",
  read,
  describe({ tag, summary: "List the tags of the team, with how many resources carry each", ok: TagList }),
  noQuery,
  async (c) => c.json(await listTags(c.var.deps, c.var.actor)),
);

const inOrder = (tags: readonly string[]) => tags.toSorted((a, b) => (tagKey(a) < tagKey(b) ? -1 : 1));

/** Mounted at `/resources` and at the address of each kind. */
export const resourceTagRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/tags",
    read,
    describe({ tag, summary: "Get the tags of a resource", ok: TagSet }),
    params(ResourceId),
    noQuery,
    async (c) => c.json(await readTags(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .put(
    "/:id/tags",
    write,
    describe({ tag, summary: "Replace the tags of a resource", ok: TagSet }),
    params(ResourceId),
    body(ReplaceTags),
    async (c) => {
      const { deps, actor } = c.var;
      const { id } = c.req.valid("param");
      const input = c.req.valid("json");
      const yours = { ...input, tags: inOrder(input.tags) };
      const answer = await saving(yours, {
        save: () => replaceTags(deps, actor, { id, input }),
        read: () => readTags(deps, actor, { id }),
      });
      return c.json(answer);
    },
  );
