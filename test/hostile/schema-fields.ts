type Schema = {
  type?: string;
  const?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};
type Operation = { requestBody?: { content: Record<string, { schema: Schema }> } };
export type ApiDocument = { paths: Record<string, Record<string, Operation>> };

/** Every field of a body that takes a text, e.g. `origin.watchPaths.0`; fixed words such as a kind are left out. */
function fieldsOf(schema: Schema, path = ""): string[] {
  const join = (key: string) => (path === "" ? key : `${path}.${key}`);
  return [
    ...(schema.type === "string" && schema.const === undefined ? [path] : []),
    ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((all) => (all ?? []).flatMap((one) => fieldsOf(one, path))),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => fieldsOf(inner, join(key))),
    ...(schema.items ? fieldsOf(schema.items, join("0")) : []),
  ];
}

/** By route, e.g. `POST /api/v1/projects`: the fields of its body that take a text. Routes without one are left out. */
export function textFields(document: ApiDocument): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [path, operations] of Object.entries(document.paths))
    for (const [method, { requestBody }] of Object.entries(operations)) {
      const fields = fieldsOf(requestBody?.content["application/json"]?.schema ?? {});
      if (fields.length > 0) found.set(`${method.toUpperCase()} ${path}`, new Set(fields));
    }
  return found;
}
