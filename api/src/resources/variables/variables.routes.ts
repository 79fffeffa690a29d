import { idOf } from "@fairlead/runner/contract";
import { Hono } from "hono";
import * as v from "valibot";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { saving } from "../../kit/http/saving.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { ResourceId } from "../resource-id.ts";
import { compareSet } from "./compare-set.ts";
import { createVariable } from "./create-variable.ts";
import { deleteVariable } from "./delete-variable.ts";
import { spendAllVariables } from "./pace-variables.ts";
import { readVariables } from "./read-variables.ts";
import { replaceVariables } from "./replace-variables.ts";
import { revealVariable } from "./reveal-variable.ts";
import { toVariableView } from "./to-variable-view.ts";
import { updateVariable } from "./update-variable.ts";
import {
  CreateVariable,
  ReplaceVariables,
  UpdateVariable,
  VariableId,
  VariableList,
  VariableValue,
  VariableView,
} from "./variables.schemas.ts";
import { getVariableRow } from "./variables.store.ts";

const tag = "Variables";
const list = guard({ auth: "user", action: "variable.view", tenant: "team" });
const reveal = guard({ auth: "user", action: "value.secrets", tenant: "team" });
// JSON writes a control character as six: 64 KiB of value may take six times as much, and so may the whole set.
const write = guard({ auth: "user", action: "variable.configure", tenant: "team", bodyLimitBytes: 512 * 1024 });
const writeAll = guard({ auth: "user", action: "variable.configure", tenant: "team", bodyLimitBytes: 7 * 1024 * 1024 });

/** Of one kind of holder, mounted at its address. */
const heldRoutes = <S extends v.ObjectSchema<{ id: v.GenericSchema<string> }, undefined>>(holder: S) =>
  new Hono<ApiEnv>()
    .get(
      "/:id/variables",
      list,
      describe({ tag, summary: "List variables, with those of the places around", ok: VariableList }),
      params(holder),
      noQuery,
      async (c) => {
        const { deps, actor } = c.var;
        const { id } = c.req.valid("param");
        await spendAllVariables(deps, actor.teamId, { holderId: id });
        return c.json(await readVariables(deps, actor, { id }));
      },
    )
    .post(
      "/:id/variables",
      write,
      describe({ tag, summary: "Add a variable", ok: VariableView, status: 201 }),
      params(holder),
      body(CreateVariable),
      async (c) => {
        const order = { holderId: c.req.valid("param").id, input: c.req.valid("json") };
        return c.json(await toVariableView(c.var, await createVariable(c.var.deps, c.var.actor, order)), 201);
      },
    )
    .put(
      "/:id/variables",
      writeAll,
      describe({ tag, summary: "Replace all variables", ok: VariableList }),
      params(holder),
      body(ReplaceVariables),
      async (c) => {
        const { id } = c.req.valid("param");
        const order = { holderId: id, input: c.req.valid("json") };
        const answer = await saving(order.input, {
          save: () => replaceVariables(c.var.deps, c.var.actor, order),
          read: () => readVariables(c.var.deps, c.var.actor, { id }),
          compare: (stored) => compareSet(order.input, stored),
        });
        return c.json(answer);
      },
    );

/** Mounted at `/resources`, and at the address of each kind beside its own routes. */
export const resourceVariableRoutes = heldRoutes(ResourceId);
/** Mounted at `/servers`, `/environments`, `/projects` and `/teams`. */
export const serverVariableRoutes = heldRoutes(v.object({ id: idOf("server") }));
export const environmentVariableRoutes = heldRoutes(v.object({ id: idOf("environment") }));
export const projectVariableRoutes = heldRoutes(v.object({ id: idOf("project") }));
export const teamVariableRoutes = heldRoutes(v.object({ id: idOf("team") }));

export const variableRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/value",
    reveal,
    describe({ tag, summary: "Reveal the value of a variable (audited)", ok: VariableValue }),
    params(VariableId),
    async (c) => c.json(await revealVariable(c.var.deps, c.var.actor, c.req.valid("param"))),
  )
  .patch(
    "/:id",
    write,
    describe({ tag, summary: "Change a variable", ok: VariableView }),
    params(VariableId),
    body(UpdateVariable),
    async (c) => {
      const { deps, actor } = c.var;
      const change = { ...c.req.valid("param"), set: c.req.valid("json") };
      const answer = await saving(change.set, {
        save: () => updateVariable(deps, actor, change),
        read: async () => toVariableView({ deps, actor }, await getVariableRow(deps.db, actor.teamId, change.id)),
        compare: (stored) => ({ hidden: stored.isSecret || change.set.isSecret ? ["value"] : [] }),
      });
      return c.json(answer);
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Delete a variable" }), params(VariableId), async (c) => {
    await deleteVariable(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
