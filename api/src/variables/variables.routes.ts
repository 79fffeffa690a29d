import { Hono } from "hono";
import { ApplicationId } from "../applications/applications.schemas.ts";
import { getApplicationRow } from "../applications/applications.store.ts";
import type { ApiEnv } from "../http/api-env.ts";
import { describe } from "../http/describe.ts";
import { guard } from "../http/guard.ts";
import { body, noQuery, params } from "../http/validate.ts";
import { createVariable } from "./create-variable.ts";
import { deleteVariable } from "./delete-variable.ts";
import { replaceVariables } from "./replace-variables.ts";
import { revealVariable } from "./reveal-variable.ts";
import { toVariableView, toVariableViews } from "./to-variable-view.ts";
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
import { listVariableRows, type VariableRow } from "./variables.store.ts";

const tag = "Variables";
const read = guard({ auth: "user", action: "variable.read", tenant: "team" });
const reveal = guard({ auth: "user", action: "variable.reveal", tenant: "team" });
// JSON writes a control character as six: 64 KiB of value may take six times as much, and so may the whole set.
const write = guard({ auth: "user", action: "variable.write", tenant: "team", bodyLimitBytes: 512 * 1024 });
const writeAll = guard({ auth: "user", action: "variable.write", tenant: "team", bodyLimitBytes: 7 * 1024 * 1024 });
const views = ({ deps, actor }: ApiEnv["Variables"], rows: VariableRow[]) =>
  toVariableViews(deps, actor.teamId, { rows });
/** Mounted at `/applications`, beside the application's own routes. */
export const applicationVariableRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/variables",
    read,
    describe({ tag, summary: "List the variables of an application", ok: VariableList }),
    params(ApplicationId),
    noQuery,
    async (c) => {
      const { db } = c.var.deps;
      const { id: applicationId } = await getApplicationRow(db, c.var.actor.teamId, c.req.valid("param").id);
      const rows = await listVariableRows(db, c.var.actor.teamId, { applicationId });
      return c.json({ items: await views(c.var, rows) });
    },
  )
  .post(
    "/:id/variables",
    write,
    describe({ tag, summary: "Add a variable", ok: VariableView, status: 201 }),
    params(ApplicationId),
    body(CreateVariable),
    async (c) => {
      const order = { applicationId: c.req.valid("param").id, input: c.req.valid("json") };
      return c.json(await toVariableView(c.var.deps, await createVariable(c.var.deps, c.var.actor, order)), 201);
    },
  )
  .put(
    "/:id/variables",
    writeAll,
    describe({ tag, summary: "Replace all variables", ok: VariableList }),
    params(ApplicationId),
    body(ReplaceVariables),
    async (c) => {
      const order = { applicationId: c.req.valid("param").id, input: c.req.valid("json") };
      return c.json({ items: await views(c.var, await replaceVariables(c.var.deps, c.var.actor, order)) });
    },
  );

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
      const change = { id: c.req.valid("param").id, set: c.req.valid("json") };
      return c.json(await toVariableView(c.var.deps, await updateVariable(c.var.deps, c.var.actor, change)));
    },
  )
  .delete("/:id", write, describe({ tag, summary: "Delete a variable" }), params(VariableId), async (c) => {
    await deleteVariable(c.var.deps, c.var.actor, c.req.valid("param"));
    return c.body(null, 204);
  });
