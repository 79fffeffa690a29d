import type { Deps } from "../deps.ts";
import { backOffMs } from "../domain/job-end.ts";
import { ignored, type ReadDelivery } from "../domain/push-event.ts";
import { runBatch } from "../statement.ts";
import { decidePush, type KnownCandidates, type PushDecision } from "./decide-push.ts";
import { readers } from "./forges/readers.ts";
import {
  type AskedSource,
  type DeliveryEnd,
  type DeliveryRow,
  endDeliveries,
  findSourceOfDelivery,
  noteDeliveryAt,
  takeDue,
} from "./inbox.store.ts";

/** A worker that has not ended by then is taken for dead, and its deliveries are due again. */
const workMs = 60_000;
const maxAttempts = 6;

/** Decides deliveries that were received. Answers how many it took; fewer than `limit` means the inbox is empty for now. */
export async function processInbox(deps: Deps, limit: number): Promise<number> {
  const now = deps.clock.now();
  const rows = await takeDue(deps.db, { now, retryAt: now + workMs, limit });
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const sources = new Map<string, AskedSource | undefined>();
  const known: KnownCandidates = new Map();
  const ended: Ended[] = [];
  for (const row of rows) {
    if (!sources.has(row.sourceId)) sources.set(row.sourceId, await findSourceOfDelivery(deps.db, row));
    const asked = sources.get(row.sourceId);
    // The delivery goes with its source.
    if (!asked) continue;
    ended.push({ row, end: await decideSafely(deps, { row, asked, known }) });
    // What was deployed is written down at once: decided twice it would read as "already deployed".
    if (ended.at(-1)?.end.state === "deployed") await writeEnds(deps, ended.splice(0));
  }
  await writeEnds(deps, ended);
  return rows.length;
}

type Ended = { row: DeliveryRow; end: DeliveryEnd };

async function writeEnds({ db, hub }: Deps, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return;
  const newest = new Map(ended.map(({ row }) => [row.sourceId, row.createdAt]));
  await runBatch(db, [
    endDeliveries(
      db,
      ended.map(({ row, end }) => ({ ...end, id: row.id })),
    ),
    ...Array.from(newest, ([sourceId, at]) => noteDeliveryAt(db, sourceId, at)),
  ]);
  for (const { row, end } of ended)
    hub.publish(row.teamId, { type: "delivery", id: row.id, source: row.sourceId, state: end.state });
}

type Given = { row: DeliveryRow; asked: AskedSource; known: KnownCandidates };

async function decideSafely(deps: Deps, given: Given): Promise<DeliveryEnd> {
  const { row } = given;
  try {
    return await decide(deps, given);
  } catch (error) {
    deps.log.error("a delivery could not be decided", error, { delivery: row.id, attempt: row.attempts });
    return brokenEnd(row, deps.clock.now());
  }
}

async function decide(deps: Deps, given: Given): Promise<DeliveryEnd> {
  const read = readBody(given.row, given.asked);
  const now = deps.clock.now();
  const nothing = { decisions: [], repository: null, ref: null, commit: null, nextAttemptAt: null, processedAt: now };
  if (read.kind === "ignored") return { ...nothing, state: "ignored", reason: read.reason };
  const decided: PushDecision[] = [];
  for (const push of read.pushes) decided.push(await decidePush(deps, { ...given, push }));
  const [first] = read.pushes;
  return {
    ...nothing,
    ...summarise(decided),
    decisions: decided.flatMap((each) => each.decisions),
    repository: first?.repository.fullName ?? null,
    ref:
      read.pushes
        .map((push) => push.ref)
        .join(", ")
        .slice(0, 200) || null,
    commit: read.pushes.find((push) => push.after !== null)?.after ?? null,
  };
}

function readBody(row: DeliveryRow, { source }: AskedSource): ReadDelivery {
  try {
    return readers[source.forge].read(row.event, JSON.parse(jsonOf(row.body)));
  } catch (error) {
    if (error instanceof SyntaxError)
      return ignored("The payload is not JSON. Set the webhook's content type to JSON.");
    throw error;
  }
}

/** GitHub's default content type is a form with one field. */
const jsonOf = (body: string) =>
  body.startsWith("payload=") ? (new URLSearchParams(body).get("payload") ?? "") : body;

function summarise(decided: readonly PushDecision[]): { state: "deployed" | "ignored"; reason: string } {
  const decisions = decided.flatMap((each) => each.decisions);
  const deployed = decisions.filter((decision) => decision.deployment !== null);
  const state = deployed.length > 0 ? "deployed" : "ignored";
  const reasons = [
    ...new Set([...decided.flatMap((each) => each.reason ?? []), ...decisions.map((each) => each.reason)]),
  ];
  if (decisions.length <= 1 || reasons.length === 1) return { state, reason: reasons.join(" ").slice(0, 1_000) };
  return { state, reason: `${deployed.length} of ${decisions.length} applications deploy.` };
}

function brokenEnd(row: DeliveryRow, now: number): DeliveryEnd {
  const { decisions, repository, ref, commit, attempts } = row;
  const isOver = attempts >= maxAttempts;
  return {
    decisions,
    repository,
    ref,
    commit,
    state: isOver ? "failed" : "received",
    reason: isOver
      ? `It could not be decided after ${attempts} attempts. Replay it when the control plane is well again.`
      : `Attempt ${attempts} broke on our side; it is tried again.`,
    nextAttemptAt: isOver ? null : now + backOffMs(attempts),
    processedAt: isOver ? now : null,
  };
}
