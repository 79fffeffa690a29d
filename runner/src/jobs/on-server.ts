import type { JobKind, PayloadOf, ServerTarget } from "../../contract/index.ts";
import type { Target } from "../ports/target.ts";
import { openTarget, type TargetRequest } from "../targets/open-target.ts";
import type { JobAtHand } from "./job-runner.ts";

/** Kinds that work on one server. */
type KindOnServer = { [K in JobKind]: PayloadOf<K> extends { target: ServerTarget } ? K : never }[JobKind];

/** Connects to the server that a job names, works there, and gives the connection back however that ends. */
export async function onServer<K extends KindOnServer, R>(
  { tools, context, payload }: JobAtHand<K>,
  work: (at: Target) => Promise<R>,
  { proxy = "none" }: Partial<Pick<TargetRequest, "proxy">> = {},
): Promise<R> {
  const { journal, signal } = context;
  let opened: Target | undefined;
  try {
    const there = await journal.step("connect", async () => {
      opened = await openTarget(tools, { target: payload.target, effect: journal.effect, proxy, signal });
      return opened;
    });
    return await work(there);
  } finally {
    // Also when the step failed after it had connected.
    opened?.release();
  }
}
