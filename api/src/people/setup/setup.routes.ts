import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { body } from "../../kit/http/validate.ts";
import { openSession } from "../identity/open-session.ts";
import { createOwner } from "./create-owner.ts";
import { readSetup } from "./read-setup.ts";
import { CreateOwner, OwnerView, SetupView } from "./setup.schemas.ts";

const tag = "Set-up";
const look = guard({ auth: "public", tenant: "none", reason: "a page must know whether to offer set-up or sign-in" });
const claim = guard({
  auth: "public",
  tenant: "none",
  reason: "the set-up code is the proof; refused once an owner is there",
});

export const setupRoutes = new Hono<ApiEnv>()
  .get("/", look, describe({ tag, summary: "Tell whether the instance has an owner", ok: SetupView }), async (c) =>
    c.json(await readSetup(c.var.deps)),
  )
  .post(
    "/",
    claim,
    describe({ tag, summary: "Create the first owner", ok: OwnerView, status: 201 }),
    body(CreateOwner),
    async (c) => {
      const input = c.req.valid("json");
      const owner = await createOwner(c.var.deps, input, c.var);
      if (input.session) await openSession(c, input);
      return c.json(owner, 201);
    },
  );
