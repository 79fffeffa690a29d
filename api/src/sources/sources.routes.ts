import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../kit/http/api-env.ts";
import { describe } from "../kit/http/describe.ts";
import { guard } from "../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../kit/http/page.ts";
import { saving } from "../kit/http/saving.ts";
import { body, params, query } from "../kit/http/validate.ts";
import { createSource } from "./create-source.ts";
import { deleteSource } from "./delete-source.ts";
import { getSource } from "./get-source.ts";
import { listSources } from "./list-sources.ts";
import { listStrangers } from "./list-strangers.ts";
import { makeDeployKey } from "./make-deploy-key.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import {
  CreatedSourceView,
  CreateSource,
  MakeDeployKey,
  SourceId,
  SourceView,
  Stranger,
  UpdateSource,
  WantedReach,
  WebhookSecretView,
} from "./sources.schemas.ts";
import { toSourceView } from "./to-source-view.ts";
import { updateSource } from "./update-source.ts";

const tag = "Sources";
const read = guard({ auth: "user", action: "source.view", tenant: "team" });
const write = guard({ auth: "user", action: "source.configure", tenant: "team" });
const secrets = guard({ auth: "user", action: "source.secrets", tenant: "team" });
const remove = guard({ auth: "user", action: "source.admin", tenant: "team" });
const view = ({ deps }: ApiEnv["Variables"], row: Parameters<typeof toSourceView>[0]) =>
  toSourceView(row, { origin: deps.config.url, now: deps.clock.now() });

export const sourceRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List sources", ok: pageOf(SourceView) }), query(PageQuery), async (c) => {
    const page = c.req.valid("query");
    const rows = await listSources(c.var.deps, c.var.actor, page);
    return c.json(toPage(rows, page.limit, (row) => view(c.var, row)));
  })
  .post(
    "/",
    write,
    describe({ tag, summary: "Create a source", ok: CreatedSourceView, status: 201 }),
    body(CreateSource),
    async (c) => {
      const { source, webhookSecret } = await createSource(c.var.deps, c.var.actor, c.req.valid("json"));
      return c.json({ ...view(c.var, source), webhookSecret }, 201);
    },
  )
  .get("/:id", read, describe({ tag, summary: "Get a source", ok: SourceView }), params(SourceId), async (c) =>
    c.json(view(c.var, await getSource(c.var.deps, c.var.actor, c.req.valid("param")))),
  )
  .get(
    "/:id/strangers",
    read,
    describe({
      tag,
      summary: "List applications that read what a source is not for",
      ok: v.object({ items: v.array(Stranger) }),
    }),
    params(SourceId),
    query(WantedReach),
    async (c) => {
      const question = { id: c.req.valid("param").id, wanted: c.req.valid("query") };
      return c.json({ items: await listStrangers(c.var.deps, c.var.actor, question) });
    },
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change a source", ok: SourceView }),
    params(SourceId),
    body(UpdateSource),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateSource(deps, actor, change),
        read: async () => view(c.var, await getSource(deps, actor, change)),
        // What becomes of applications is a question of this save, and no field.
        compare: () => ({ yours: { ...change.set, revision: undefined, detach: undefined }, hidden: ["token"] }),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", remove, describe({ tag, summary: "Delete an unused source" }), params(SourceId), async (c) => {
    await deleteSource(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  })
  .post(
    "/:id/secret",
    secrets,
    describe({ tag, summary: "Rotate the webhook secret", ok: WebhookSecretView }),
    params(SourceId),
    async (c) => c.json(await rotateWebhookSecret(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .post(
    "/:id/deploy-key",
    secrets,
    describe({ tag, summary: "Make the deploy key", ok: SourceView, status: 202 }),
    params(SourceId),
    body(MakeDeployKey),
    async (c) => {
      const order = { id: c.req.valid("param").id, input: c.req.valid("json") };
      return c.json(view(c.var, await makeDeployKey(c.var.deps, c.var.actor, order)), 202);
    },
  );
