import { describeRoute, resolver } from "hono-openapi";
import type * as v from "valibot";

/** Every refusal of every route has this form; `code` tells which. */
const problem = {
  description: "Refused: a problem document",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** What the OpenAPI document says of a route. `ok` is the schema of the 2xx answer: an allow-list, never a row. */
export function describe(route: {
  tag: string;
  summary: string;
  ok?: v.GenericSchema;
  status?: 200 | 201 | 202 | 204;
}) {
  const status = route.status ?? (route.ok ? 200 : 204);
  const content = route.ok
    ? { content: { "application/json": { schema: resolver(route.ok, { errorMode: "ignore" }) } } }
    : {};
  return describeRoute({
    tags: [route.tag],
    summary: route.summary,
    responses: { [status]: { description: route.summary, ...content }, default: problem },
  });
}
