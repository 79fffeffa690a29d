import * as v from "valibot";
import { added } from "../ageing/index.ts";
import { Endpoint } from "../grammar.ts";

/**
 * Endpoints (`host:port`) in inner networks that git may reach for this job, because an admin set them up; everything public besides.
 * null: whichever the URL leads to, as it was before this could be said.
 */
export const Inside = added(2, {
  as: v.nullable(v.pipe(v.array(Endpoint), v.maxLength(10))),
  absent: null,
  older: "drop",
});
