import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { pageOf, toPage } from "../../kit/http/page.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, params, query } from "../../kit/http/validate.ts";
import { createDestination } from "./create-destination.ts";
import { deleteDestination } from "./delete-destination.ts";
import {
  CreateDestination,
  DestinationId,
  DestinationQuery,
  DestinationView,
  UpdateDestination,
} from "./destinations.schemas.ts";
import { getDestination } from "./get-destination.ts";
import { listDestinations } from "./list-destinations.ts";
import { toDestinationView } from "./to-destination-view.ts";
import { updateDestination } from "./update-destination.ts";

const tag = "Destinations";
const read = guard({ auth: "user", action: "destination.view", tenant: "team" });
const create = guard({ auth: "user", action: "server.configure", tenant: "team" });
const write = guard({ auth: "user", action: "destination.configure", tenant: "team" });
const remove = guard({ auth: "user", action: "destination.admin", tenant: "team" });

export const destinationRoutes = new Hono<ApiEnv>()
  .get(
    "/",
    read,
    describe({ tag, summary: "List destinations", ok: pageOf(DestinationView) }),
    query(DestinationQuery),
    async (c) => {
      const page = c.req.valid("query");
      return c.json(toPage(await listDestinations(c.var.deps, c.var.actor, page), page.limit, toDestinationView));
    },
  )
  .post(
    "/",
    create,
    describe({ tag, summary: "Create a destination", ok: DestinationView, status: 201 }),
    body(CreateDestination),
    async (c) => c.json(toDestinationView(await createDestination(c.var.deps, c.var.actor, c.req.valid("json"))), 201),
  )
  .get(
    "/:id",
    read,
    describe({ tag, summary: "Get a destination", ok: DestinationView }),
    params(DestinationId),
    async (c) => c.json(toDestinationView(await getDestination(c.var.deps, c.var.actor, c.req.valid("param")))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Rename a destination", ok: DestinationView }),
    params(DestinationId),
    body(UpdateDestination),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateDestination(deps, actor, change),
        read: async () => toDestinationView(await getDestination(deps, actor, change)),
      });
      return c.json(answer);
    },
  )
  .delete(
    "/:id",
    remove,
    describe({ tag, summary: "Delete an unused destination" }),
    params(DestinationId),
    async (c) => {
      await deleteDestination(c.var.deps, c.var.actor, c.req.valid("param"));
      return c.body(null, 204);
    },
  );
