// pure

import * as v from "valibot";

/** Query of every list: rows come newest first; `cursor` is the id of the last row seen. */
export const PageQuery = v.object({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9][0-9]{0,2}$/, "must be 1 to 200"),
      v.transform(Number),
      v.maxValue(200, "must be 1 to 200"),
    ),
    "50",
  ),
  cursor: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{3,4}_[0-9a-z]{26}$/, "must be a cursor of this list"))),
});
export type PageQuery = v.InferOutput<typeof PageQuery>;

export const pageOf = <S extends v.GenericSchema>(item: S) =>
  v.object({ items: v.array(item), nextCursor: v.nullable(v.string()) });

/** Stores fetch `limit + 1` rows; the extra one only tells that there is more. */
export function toPage<Row extends { id: string }, View>(rows: Row[], limit: number, view: (row: Row) => View) {
  const shown = rows.slice(0, limit);
  return { items: shown.map(view), nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
