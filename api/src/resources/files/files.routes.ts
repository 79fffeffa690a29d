import { Hono } from "hono";
import type { ApiEnv } from "../../kit/http/api-env.ts";
import { describe } from "../../kit/http/describe.ts";
import { guard } from "../../kit/http/guard.ts";
import { body, noQuery, params } from "../../kit/http/validate.ts";
import { ResourceId } from "../resource-id.ts";
import { createFile } from "./create-file.ts";
import { CreateFile, FileContent, FileId, FileList, FileView } from "./files.schemas.ts";
import { listFiles } from "./list-files.ts";
import { readFile } from "./read-file.ts";

const tag = "Files";
const list = guard({ auth: "user", action: "resource.view", tenant: "team" });
const reveal = guard({ auth: "user", action: "value.secrets", tenant: "team" });
// Base64 writes three bytes as four letters; JSON writes a line feed of a text as two.
const write = guard({ auth: "user", action: "resource.configure", tenant: "team", bodyLimitBytes: 11 * 1024 * 1024 });

export const resourceFileRoutes = new Hono<ApiEnv>()
  .get(
    "/:id/files",
    list,
    describe({ tag, summary: "List what is in the files that the settings name", ok: FileList }),
    params(ResourceId),
    noQuery,
    async (c) => c.json(await listFiles(c.var.deps, c.var.actor, { resourceId: c.req.valid("param").id })),
  )
  .post(
    "/:id/files",
    write,
    describe({
      tag,
      summary: "Upload what is to be in a file; the settings say where it lies",
      ok: FileView,
      status: 201,
    }),
    params(ResourceId),
    body(CreateFile),
    async (c) => {
      const order = { resourceId: c.req.valid("param").id, input: c.req.valid("json") };
      return c.json(await createFile(c.var.deps, c.var.actor, order), 201);
    },
  )
  .get(
    "/:id/files/:file",
    reveal,
    describe({ tag, summary: "Show what is in a file", ok: FileContent }),
    params(FileId),
    noQuery,
    async (c) => {
      const { id, file } = c.req.valid("param");
      return c.json(await readFile(c.var.deps, c.var.actor, { resourceId: id, file }));
    },
  );
