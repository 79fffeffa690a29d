import * as v from "valibot";
import { JobPayload } from "../../contract/index.ts";

/** Where the contract's grammars refuse a payload; empty when they take it. */
export function refusedPaths(payload: unknown): string[] {
  const { issues } = v.safeParse(JobPayload, payload);
  return (issues ?? []).map((issue) => v.getDotPath(issue) ?? "");
}
