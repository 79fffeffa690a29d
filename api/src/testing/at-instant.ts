import { AsyncResource } from "node:async_hooks";
import type { Database } from "@fairlead/db";

const calls = ["execute", "batch", "migrate", "executeMultiple"] as const;

/**
 * Lets something else happen in one instant of what is done: right before its `instant`-th call of the database, counted from 1. Tells
 * whether there was such a call.
 */
export async function atInstant(
  client: Database["$client"],
  { instant, work, meanwhile }: { instant: number; work: () => Promise<unknown>; meanwhile: () => Promise<unknown> },
): Promise<boolean> {
  let left = instant;
  // What somebody else does is not asked by whoever is interrupted.
  const elsewhere = AsyncResource.bind(meanwhile);
  const real = calls.map((name) => [name, client[name]] as const);
  for (const [name, call] of real)
    Reflect.set(client, name, async (...given: unknown[]) => {
      left -= 1;
      if (left === 0) await elsewhere();
      return Reflect.apply(call, client, given);
    });
  try {
    await work();
  } finally {
    for (const [name, call] of real) Reflect.set(client, name, call);
  }
  return left <= 0;
}
