import type { Deps } from "../kit/deps.ts";
import { type LaneQueue, workLanes } from "../kit/lanes/work-lanes.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { backOffMs } from "../rules/job-end.ts";
import type { Lane } from "../rules/next-lanes.ts";
import { ignored, type PushEvent, type ReadDelivery } from "../rules/push-event.ts";
import { candidatesOf, decidePush, type KnownCandidates, type PushDecision } from "./decide-push.ts";
import { type FollowedRefs, followedRefs } from "./followed-refs.ts";
import { readers } from "./forges/readers.ts";
import {
  type AskedSource,
  type DeliveryEnd,
  endDeliveries,
  findSourceOfDelivery,
  noteDeliveryAt,
  rememberHead,
} from "./inbox.store.ts";
import { type DeliveryRow, listDueSources } from "./lane.store.ts";
import { type Batch, LeaseLost, takeBatch } from "./lease.ts";

const maxAttempts = 6;
/** Batches of one source before another one that waits has its turn. */
const batchesATurn = 5;
const tellAfterMs = 1_000;
/** Deliveries of one source until everything else that waits has its turn: nothing in between waits for more than memory. */
const aPiece = 10;
const letOthersGo = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** The inbox: a lane for each source, so that a forge that does not answer holds up nobody else's deliveries. */
export const inbox: LaneQueue = {
  name: "inbox",
  listDue: ({ db, clock }) => listDueSources(db, clock.now()),
  work: workSource,
};

/** Decides every delivery that is due, of all sources. */
export const processInbox = (deps: Deps): Promise<void> => workLanes(deps, inbox);

async function workSource(deps: Deps, { key: sourceId }: Lane): Promise<boolean> {
  for (let batch = 0; batch < batchesATurn; batch++) {
    const taken = await takeBatch(deps, sourceId);
    if (taken.rows.length === 0) return false;
    await decideBatch(deps, taken);
  }
  return true;
}

async function decideBatch(deps: Deps, batch: Batch): Promise<void> {
  const [any] = batch.rows;
  const asked = any && (await findSourceOfDelivery(deps.db, any));
  // Deliveries go with their source.
  if (!asked) return;
  const known: KnownCandidates = new Map();
  const seen = new Map<string, string>();
  const told = new Set<string>();
  const ended: Ended[] = [];
  let writtenAt = deps.clock.now();
  const write = async () => {
    writtenAt = deps.clock.now();
    await writeEnds(deps, ended, seen);
    seen.clear();
    batch.release(ended.splice(0).map(({ row }) => row));
  };
  for (const [at, row] of batch.rows.entries()) {
    if (at > 0 && at % aPiece === 0) await letOthersGo();
    const end = await decideSafely(deps, { row, asked, known, seen, keep: () => batch.keep(row) });
    if (end) ended.push({ row, end });
    // Together while they are quick. What was deployed, or waited for a forge, is told before the next one is looked at.
    if (isNews(end, told) || Math.abs(deps.clock.now() - writtenAt) > tellAfterMs) await write();
  }
  await write();
}

type Ended = { row: DeliveryRow; end: DeliveryEnd };

/** Does it name a deployment that none before it named? Those that join one are told together. */
function isNews(end: DeliveryEnd | null, told: Set<string>): boolean {
  const before = told.size;
  for (const { deployment } of end?.decisions ?? []) if (deployment !== null) told.add(deployment);
  return told.size > before;
}

type Seen = ReadonlyMap<string, string>;
async function writeEnds({ db, hub }: Deps, ended: readonly Ended[], seen: Seen): Promise<void> {
  if (ended.length === 0) return;
  const newest = new Map(ended.map(({ row }) => [row.sourceId, row.createdAt]));
  await runBatch(db, [
    endDeliveries(
      db,
      ended.map(({ row, end }) => ({ ...end, id: row.id, attempts: row.attempts })),
    ),
    ...Array.from(newest, ([sourceId, at]) => noteDeliveryAt(db, sourceId, at)),
    ...Array.from(seen, ([applicationId, head]) => rememberHead(db, applicationId, head)),
  ]);
  for (const { row, end } of ended)
    hub.publish(row.teamId, { type: "delivery", id: row.id, source: row.sourceId, state: end.state });
}

type Given = {
  row: DeliveryRow;
  asked: AskedSource;
  known: KnownCandidates;
  seen: Map<string, string>;
  keep(): Promise<void>;
};

/** null: another worker has it by now, and says how it ends. */
async function decideSafely(deps: Deps, given: Given): Promise<DeliveryEnd | null> {
  const { row } = given;
  const now = deps.clock.now();
  if (row.attempts > maxAttempts) return parkedEnd(row, now);
  try {
    await given.keep();
    return await decide(deps, given);
  } catch (error) {
    if (error instanceof LeaseLost) return null;
    deps.log.error("a delivery could not be decided", error, { delivery: row.id, attempt: row.attempts });
    return brokenEnd(row, deps.clock.now());
  }
}

async function decide(deps: Deps, given: Given): Promise<DeliveryEnd> {
  const read = readBody(given.row, given.asked);
  const now = deps.clock.now();
  const nothing = { decisions: [], repository: null, ref: null, commit: null, nextAttemptAt: null, processedAt: now };
  if (read.kind === "ignored") return { ...nothing, state: "ignored", reason: read.reason };
  const { followed, rest } = await choose(deps, given, read.pushes);
  const decided: PushDecision[] = [];
  for (const push of followed) decided.push(await decidePush(deps, { ...given, push }));
  const [first] = followed;
  const { state, reason } = summarise(decided);
  return {
    ...nothing,
    state,
    reason: rest ? `${reason} ${rest}`.slice(0, 1_000) : reason,
    decisions: decided.flatMap((each) => each.decisions),
    repository: first?.repository.fullName ?? null,
    ref:
      followed
        .map((push) => push.ref)
        .join(", ")
        .slice(0, 200) || null,
    commit: followed.find((push) => push.after !== null)?.after ?? null,
  };
}

async function choose(deps: Deps, given: Given, pushes: readonly PushEvent[]): Promise<FollowedRefs> {
  const [first] = pushes;
  if (first === undefined || pushes.length === 1) return { followed: [...pushes], rest: null };
  // All refs of a delivery are of one repository.
  const candidates = await candidatesOf(deps, { ...given, push: first });
  const branches = new Set(candidates.map(({ branch }) => branch));
  return followedRefs(pushes, ({ refKind, ref }) => refKind === "branch" && branches.has(ref));
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

const undecided = ({ repository, ref, commit }: DeliveryRow) => ({ decisions: null, repository, ref, commit });

function brokenEnd(row: DeliveryRow, now: number): DeliveryEnd {
  const { attempts } = row;
  const isOver = attempts >= maxAttempts;
  return {
    ...undecided(row),
    state: isOver ? "failed" : "received",
    reason: isOver
      ? `It could not be decided after ${attempts} attempts. Replay it when the control plane is well again.`
      : `Attempt ${attempts} broke on our side; it is tried again.`,
    nextAttemptAt: isOver ? null : now + backOffMs(attempts),
    processedAt: isOver ? now : null,
  };
}

/** Each worker that took it ended before it did: the delivery may be what ended them. */
const parkedEnd = (row: DeliveryRow, now: number): DeliveryEnd => ({
  ...undecided(row),
  state: "failed",
  reason: `It was taken up ${maxAttempts} times, and each time the control plane stopped before it was decided.${
    row.reason && ` Before that: ${row.reason}`
  } Replay it to try once more.`,
  nextAttemptAt: null,
  processedAt: now,
});
