import type { Context, HonoRequest } from "hono";
import { createMiddleware } from "hono/factory";
import { validator } from "hono-openapi";
import type * as v from "valibot";
import { type FieldError, invalid, invalidField } from "../../rules/errors.ts";
import type { ApiEnv } from "./api-env.ts";
import { speakPlainly } from "./plain-messages.ts";

speakPlainly();

type Issue = { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined };

const toFieldError = (issue: Issue): FieldError => ({
  path: (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join("."),
  message: issue.message,
});

function refuse(result: { success: boolean; error?: readonly Issue[] }) {
  if (result.success) return;
  const fields = (result.error ?? []).map(toFieldError);
  const first = fields[0];
  throw invalid("request.invalid", first ? `${first.path || "body"}: ${first.message}` : "The request is not valid.", {
    fields,
  });
}

/** A filter or an order that nobody knows would answer another list than the one asked for. Any GET may name its `team`. */
function refuseUnknown(request: HonoRequest, known: object) {
  const unknown = Object.keys(request.query()).find((key) => key !== "team" && !Object.hasOwn(known, key));
  if (unknown !== undefined) throw invalidField(unknown, "is not known here");
}

// `errorMode: ignore`: checks that JSON Schema cannot express are left out of the OpenAPI document, not out of the validation.
const options = { options: { errorMode: "ignore" } };

/** What the framework parses. */
function isJson(type: string): boolean {
  const media = (type.split(";")[0] ?? "").trim().toLowerCase();
  return media.startsWith("application/") && (media === "application/json" || media.endsWith("+json"));
}

/** A body of another type is not parsed, so it would count as empty: a field that may be left out would be lost without a word. */
async function refuseOtherTypes({ req }: Context): Promise<void> {
  if (isJson(req.header("Content-Type") ?? "")) return;
  if ((await req.arrayBuffer()).byteLength === 0) return;
  throw invalid("request.not_json", "The request body must be JSON: send it with Content-Type: application/json.");
}

/** Parsed input or a 400 with the path of each bad field. The schema also becomes part of the OpenAPI document. */
export const body = <S extends v.GenericSchema>(schema: S) =>
  validator(
    "json",
    schema,
    async (result, c) => {
      await refuseOtherTypes(c);
      refuse(result);
    },
    options,
  );
export const query = <S extends v.GenericSchema & { entries: object }>(schema: S) =>
  validator(
    "query",
    schema,
    (result, c) => {
      refuse(result);
      refuseUnknown(c.req, schema.entries);
    },
    options,
  );
/** For a short list that is answered whole. */
export const noQuery = createMiddleware<ApiEnv>(async (c, next) => {
  refuseUnknown(c.req, {});
  await next();
});
export const params = <S extends v.GenericSchema>(schema: S) => validator("param", schema, refuse, options);
