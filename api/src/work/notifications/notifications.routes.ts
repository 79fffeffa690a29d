import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { PageQuery, pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { confirmAddress } from "./confirm-address.ts";
import { createChannel } from "./create-channel.ts";
import { deleteChannel } from "./delete-channel.ts";
import { getChannel } from "./get-channel.ts";
import { listChannels } from "./list-channels.ts";
import { listNotifications } from "./list-notifications.ts";
import {
  ChannelId,
  ChannelView,
  ConfirmAddress,
  CreateChannel,
  CreatedChannelView,
  NotificationView,
  SigningSecretView,
  TestResult,
  UpdateChannel,
} from "./notifications.schemas.ts";
import { rotateSigningSecret } from "./rotate-signing-secret.ts";
import { testChannel } from "./test-channel.ts";
import { toChannelView } from "./to-channel-view.ts";
import { toNotificationView } from "./to-message.ts";
import { updateChannel } from "./update-channel.ts";

const tag = "Notification channels";
const read = guard({ auth: "user", action: "channel.view", tenant: "team" });
const holder = guard({
  auth: "public",
  tenant: "none",
  reason: "the one-time token of the mail is the proof",
  bodyLimitBytes: 4096,
});
const write = guard({ auth: "user", action: "channel.configure", tenant: "team" });
const operate = guard({ auth: "user", action: "channel.operate", tenant: "team" });
const secrets = guard({ auth: "user", action: "channel.secrets", tenant: "team" });
const remove = guard({ auth: "user", action: "channel.admin", tenant: "team" });

export const channelRoutes = new Hono<ApiEnv>()
  .get("/", read, describe({ tag, summary: "List channels", ok: pageOf(ChannelView) }), query(PageQuery), async (c) =>
    c.json(await listChannels(c.var.deps, c.var.actor, c.req.valid("query"))),
  )
  .post(
    "/",
    write,
    describe({ tag, summary: "Add a channel", ok: CreatedChannelView, status: 201 }),
    body(CreateChannel),
    async (c) => {
      const { channel, signingSecret } = await createChannel(c.var.deps, c.var.actor, c.req.valid("json"));
      return c.json({ ...(await toChannelView(c.var.deps, channel)), signingSecret }, 201);
    },
  )
  .post(
    "/confirm",
    holder,
    describe({ tag, summary: "Say yes to alerts, with the token of the mail" }),
    body(ConfirmAddress),
    async (c) => {
      await confirmAddress(c.var.deps, c.req.valid("json"), c.var);
      return c.body(null, 204);
    },
  )
  .get("/:id", read, describe({ tag, summary: "Get a channel", ok: ChannelView }), params(ChannelId), async (c) =>
    c.json(await getChannel(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change a channel", ok: ChannelView }),
    params(ChannelId),
    body(UpdateChannel),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateChannel(deps, actor, change),
        read: () => getChannel(deps, actor, change),
        compare: () => ({ hidden: ["settings"] }),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", remove, describe({ tag, summary: "Delete a channel" }), params(ChannelId), async (c) => {
    await deleteChannel(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  })
  .post(
    "/:id/test",
    operate,
    describe({ tag, summary: "Send a test message", ok: TestResult }),
    params(ChannelId),
    async (c) => c.json(await testChannel(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .post(
    "/:id/secret",
    secrets,
    describe({ tag, summary: "Rotate a webhook's signing secret", ok: SigningSecretView }),
    params(ChannelId),
    async (c) => c.json(await rotateSigningSecret(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .get(
    "/:id/notifications",
    read,
    describe({ tag, summary: "List what was sent through a channel", ok: pageOf(NotificationView) }),
    params(ChannelId),
    query(PageQuery),
    async (c) => {
      const page = { ...c.req.valid("query"), ...c.req.valid("param") };
      const rows = await listNotifications(c.var.deps, c.var.actor, page);
      return c.json(toPage(rows, page.limit, toNotificationView));
    },
  );
