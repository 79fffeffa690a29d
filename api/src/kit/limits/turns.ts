import { limited, unavailable } from "../../rules/errors.ts";
import { nextTurn, type Places, type Seat } from "../../rules/next-turn.ts";
import type { Turn, Turns } from "../deps.ts";
import { createQueues } from "./turn-queues.ts";

/** Whoever asks again at once after a refusal costs no more than this: it holds a connection and nothing else. */
const holdMs = 250;
const hold = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/**
 * A place that was held for longer counts no more: whatever hangs, hangs for itself. No request works for so long, but a write may wait
 * for whoever has locked the file, and those who only read go on.
 */
const hungMs = 300;

type Holder = Seat & { since: number };
type Waiter = Seat & { go(holder: Holder): void };

type Options = Places & {
  /** Most of one lane that wait. Of a forge's calls, which are small and which few forges repeat when they are refused, eight times as many. */
  waiting: number;
  /** Runs after what came meanwhile was heard: of a long queue one after the other begins, and whoever just came is among them. */
  soon(work: () => void): void;
  wait?(ms: number): Promise<void>;
  now?(): number;
};

/** In the memory of one process, which has one thread for all of its requests. */
export function createTurns({ waiting, soon, wait = hold, now = () => performance.now(), ...places }: Options): Turns {
  const atWork = new Set<Holder>();
  const queues = createQueues<Waiter>();
  let isPlanned = false;

  const whoIsNext = () => {
    if (queues.isEmpty()) return undefined;
    for (const each of atWork) if (now() - each.since > hungMs) atWork.delete(each);
    return nextTurn(queues.heads(), [...atWork], places);
  };
  const begin = () => {
    isPlanned = false;
    const next = whoIsNext();
    if (!next) return;
    queues.take(next);
    next.go(holderOf(next));
    plan();
  };
  /** Until then whoever comes stands behind those who wait. */
  const plan = () => {
    if (isPlanned || !whoIsNext()) return;
    isPlanned = true;
    soon(begin);
  };
  const holderOf = ({ subject, lane }: Seat) => {
    const holder = { subject, lane, since: now() };
    atWork.add(holder);
    return holder;
  };
  const leave = (holder: Holder) => {
    if (atWork.delete(holder)) plan();
  };
  /** null: it was not waited for to the end. */
  const placeFor = (seat: Seat, signal: () => AbortSignal) => {
    if (!isPlanned && nextTurn([seat], [...atWork], places)) return holderOf(seat);
    const ending = signal();
    if (ending.aborted) return null;
    return new Promise<Holder | null>((resolve) => {
      const waiter: Waiter = {
        ...seat,
        go: (holder) => {
          ending.removeEventListener("abort", giveUp);
          resolve(holder);
        },
      };
      const giveUp = () => {
        queues.remove(waiter);
        resolve(null);
      };
      ending.addEventListener("abort", giveUp, { once: true });
      queues.add(waiter);
      plan();
    });
  };

  return {
    async enter(seat, signal) {
      const most = seat.lane === "forges" ? waiting * 8 : waiting;
      if (queues.lengthOf(seat) >= most) {
        await wait(holdMs);
        throw limited("limit.waiting", `${most} requests wait already. Try again in a second, with fewer at once.`, {
          retryAfterSeconds: 1,
        });
      }
      const holder = await placeFor(seat, signal);
      if (!holder) throw unavailable("request.gone", "The request was given up while it waited.");
      return turnOf(holder, { leave, back: () => placeFor(seat, signal) });
    },
  };
}

type Ways = { leave(holder: Holder): void; back(): Promise<Holder | null> | Holder | null };

function turnOf(first: Holder, { leave, back }: Ways): Turn {
  let held: Holder | null = first;
  let isOver = false;
  const stepOut = () => {
    if (held) leave(held);
    held = null;
  };
  return {
    leave() {
      isOver = true;
      stepOut();
    },
    async outside(work) {
      if (!held) return work();
      stepOut();
      try {
        return await work();
      } finally {
        if (!isOver) held = await back();
        if (isOver) stepOut();
      }
    },
  };
}

/** Everybody at once. */
export const unlimitedTurns: Turns = {
  enter: async () => ({ leave: () => {}, outside: (work) => work() }),
};
