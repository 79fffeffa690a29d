import type { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import type { ApiEnv } from "./api-env.ts";

const problem = {
  type: "object" as const,
  required: ["type", "title", "status", "code", "requestId", "errors"],
  properties: {
    type: { type: "string" as const },
    title: { type: "string" as const, description: "One sentence: what is wrong and what to do next." },
    status: { type: "integer" as const },
    code: { type: "string" as const, description: "Stable, e.g. `project.not_found`." },
    requestId: { type: "string" as const },
    errors: {
      type: "array" as const,
      items: {
        type: "object" as const,
        required: ["path", "message"],
        properties: { path: { type: "string" as const }, message: { type: "string" as const } },
      },
    },
    revision: { type: "integer" as const, description: "With `edit.conflict`: the revision that is stored now." },
    changes: {
      type: "array" as const,
      description: "With `edit.conflict`: the fields that differ. Of secrets neither value is told.",
      items: {
        type: "object" as const,
        required: ["path", "yours", "theirs", "isHidden"],
        properties: {
          path: { type: "string" as const },
          yours: { description: "As you sent it." },
          theirs: { description: "As it is stored." },
          isHidden: { type: "boolean" as const },
        },
      },
    },
  },
};

/** The OpenAPI 3.1 document of every described route. */
export const openApiDocument = (app: Hono<ApiEnv>, { version, url }: { version: string; url: string }) =>
  generateSpecs(app, {
    documentation: {
      openapi: "3.1.0",
      info: {
        title: "Fairlead API",
        version,
        description:
          "Send an API token as `Authorization: Bearer flu_…`. Errors are RFC 9457 problem documents with a stable `code`. " +
          "Lists are pages, newest first: pass `nextCursor` as `cursor`. A filter that a list does not know is refused. " +
          "A change names the `revision` that was read; `edit.conflict` answers one that somebody else overtook.",
      },
      servers: [{ url }],
      components: {
        schemas: { Problem: problem },
        securitySchemes: { token: { type: "http", scheme: "bearer" } },
      },
      security: [{ token: [] }],
    },
  });
