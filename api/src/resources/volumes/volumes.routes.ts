import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf, toPage } from "../../kit/http/page.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { createVolume } from "./create-volume.ts";
import { getVolume } from "./get-volume.ts";
import { listVolumes } from "./list-volumes.ts";
import { measureVolume } from "./measure-volume.ts";
import { restoreVolume } from "./restore-volume.ts";
import { toVolumeView } from "./to-volume-view.ts";
import { trashVolume } from "./trash-volume.ts";
import { CreateVolume, TrashVolume, VolumeId, VolumeQuery, VolumeView } from "./volumes.schemas.ts";

const tag = "Volumes";
const read = guard({ auth: "user", action: "volume.view", tenant: "team" });
const write = guard({ auth: "user", action: "volume.configure", tenant: "team" });
const remove = guard({ auth: "user", action: "volume.admin", tenant: "team" });

export const volumeRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List volumes, those in the trash among them", ok: pageOf(VolumeView) }),
    query(VolumeQuery),
    async (c) => {
      const asked = c.req.valid("query");
      const { rows, users } = await listVolumes(c.var.deps, c.var.actor, asked);
      return c.json(toPage(rows, asked.limit, (row) => toVolumeView(row, users)));
    },
  )
  .post(
    "/",
    write,
    describe({ tag, summary: "Add a volume, or adopt one of the server", ok: VolumeView, status: 201 }),
    body(CreateVolume),
    async (c) => c.json(await createVolume(c.var.deps, c.var.actor, c.req.valid("json")), 201),
  )
  .get("/:id", read, describe({ tag, summary: "Get a volume", ok: VolumeView }), params(VolumeId), async (c) =>
    c.json(await getVolume(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .post(
    "/:id/trash",
    remove,
    describe({ tag, summary: "Move a volume to the trash, by its name", ok: VolumeView }),
    params(VolumeId),
    body(TrashVolume),
    async (c) =>
      c.json(await trashVolume(c.var.deps, c.var.actor, { ...c.req.valid("param"), ...c.req.valid("json") })),
  )
  .post(
    "/:id/restore",
    write,
    describe({ tag, summary: "Bring a volume back from the trash", ok: VolumeView }),
    params(VolumeId),
    async (c) => c.json(await restoreVolume(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .post(
    "/:id/measure",
    write,
    describe({ tag, summary: "Measure the volumes of its server now", status: 202 }),
    params(VolumeId),
    async (c) => {
      await measureVolume(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.body(null, 202);
    },
  );
