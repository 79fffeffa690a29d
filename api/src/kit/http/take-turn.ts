import { networkOf } from "@fairlead/runner/contract";
import type { Context } from "hono";
import type { Seat } from "../../rules/next-turn.ts";
import type { Deps, Turn } from "../deps.ts";
import type { ApiEnv, Person } from "./api-env.ts";
import { endingSignal } from "./ending-signal.ts";

/** A place for this request, which whoever takes it leaves. Its body is here by then: a slow sender holds none. */
export async function takeTurn(c: Context<ApiEnv>): Promise<Turn> {
  await receiveBody(c);
  const { deps } = c.var;
  const turn = await deps.turns.enter(seatOf(c), () => endingSignal(c));
  c.set("turn", turn);
  c.set("deps", callingOutside(deps, turn));
  return turn;
}

async function receiveBody({ req }: Context<ApiEnv>): Promise<void> {
  if (req.method === "GET" || req.method === "HEAD") return;
  // Kept for the handler, which meets the same error where it reads it.
  await req.arrayBuffer().catch(() => undefined);
}

function seatOf({ var: { runner, actor, person, client } }: Context<ApiEnv>): Seat {
  const known: { person?: Person; runner?: typeof runner; actor?: typeof actor } = { person, runner, actor };
  if (known.runner) return { subject: known.runner.teamId, lane: "runners" };
  if (known.actor) return { subject: known.actor.teamId, lane: "people" };
  if (known.person) return { subject: known.person.userId, lane: "people" };
  return { subject: client?.ip ? networkOf(client.ip) : "unknown", lane: "people" };
}

/** Whoever waits for another machine's answer works on nothing: it holds no place meanwhile. */
function callingOutside(deps: Deps, { outside }: Turn): Deps {
  const { egress, mailer } = deps;
  return {
    ...deps,
    egress: (url, init) => outside(() => egress(url, init)),
    mailer: { ...mailer, send: (mail) => outside(() => mailer.send(mail)) },
  };
}
