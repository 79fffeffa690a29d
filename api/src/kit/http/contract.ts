// pure

import { contractHeader, contractOf, contractVersion, written } from "@fairlead/runner/contract";
import type { Context } from "hono";
import type * as v from "valibot";
import type { ApiEnv } from "./api-env.ts";

/** The contract that the calling runner speaks, told with every call; it is told ours in turn. */
export function greet(c: Context<ApiEnv>): number {
  c.header(contractHeader, String(contractVersion));
  return contractOf(c.req.header(contractHeader));
}

/** An answer as this runner can read it. */
export const answerRunner = (c: Context<ApiEnv>, schema: v.GenericSchema, { value }: { value: unknown }) =>
  c.body(JSON.stringify(written(schema, value, { reader: contractOf(c.req.header(contractHeader)) })), 200, {
    "Content-Type": "application/json",
  });
