import { beforeEach, describe, expect, test } from "vitest";
import type { Seat } from "../../rules/next-turn.ts";
import type { Turn } from "../deps.ts";
import { createTurns } from "./turns.ts";

/** Places for four, two of one team, and three that wait in a lane. */
let turns: ReturnType<typeof createTurns>;
let now: number;
let planned: (() => void)[];
let begun: string[];
let waited: number[];
beforeEach(() => {
  now = 0;
  planned = [];
  begun = [];
  waited = [];
  turns = createTurns({
    places: 4,
    ofOne: 2,
    waiting: 3,
    soon: (work) => void planned.push(work),
    wait: async (ms) => void waited.push(ms),
    now: () => now,
  });
});

const people = (subject: string): Seat => ({ subject, lane: "people" });
const runners = (subject: string): Seat => ({ subject, lane: "runners" });
const asking = new Map<string, AbortController>();
const ask = (name: string, seat: Seat) => {
  const signal = new AbortController();
  asking.set(name, signal);
  const turn = turns.enter(seat, () => signal.signal);
  turn.then(
    () => begun.push(name),
    () => undefined,
  );
  return turn;
};
/** Everything that may begin by now has begun. */
async function settled() {
  for (let i = 0; i < 20; i++) {
    planned.shift()?.();
    await Promise.resolve();
  }
}
const leave = async (turn: Promise<Turn>) => {
  (await turn).leave();
  await settled();
};

describe("places", () => {
  test("are had at once while they are free, by one team up to its share", async () => {
    for (const name of ["a1", "a2", "a3"]) void ask(name, people("a"));
    void ask("b1", people("b"));
    await settled();
    expect(begun).toEqual(["a1", "a2", "b1"]);
  });

  test("go to the others in the order they came, as they are left", async () => {
    const first = ask("a1", people("a"));
    for (const name of ["a2", "a3", "a4"]) void ask(name, people("a"));
    await settled();
    await leave(first);
    expect(begun).toEqual(["a1", "a2", "a3"]);
  });

  test("go to a team that just came before a team that floods", async () => {
    const flood = ["a1", "a2", "a3", "a4"].map((name) => ask(name, people("a")));
    const second = ["b1", "b2"].map((name) => ask(name, people("b")));
    void ask("c1", people("c"));
    await settled();
    expect(begun).toEqual(["a1", "a2", "b1", "b2"]);
    for (const turn of flood.slice(0, 2)) await leave(turn);
    for (const turn of second) await leave(turn);
    expect(begun).toEqual(["a1", "a2", "b1", "b2", "c1", "a3", "a4"]);
  });

  test("go to a team's runner before more of its people", async () => {
    const first = ask("a1", people("a"));
    for (const name of ["a2", "a3", "a4"]) void ask(name, people("a"));
    void ask("runner", runners("a"));
    await leave(first);
    expect(begun).toEqual(["a1", "a2", "runner"]);
  });

  test("are left once, however often that is said", async () => {
    const first = ask("a1", people("a"));
    for (const name of ["a2", "a3", "a4"]) void ask(name, people("a"));
    const turn = await first;
    turn.leave();
    turn.leave();
    await settled();
    expect(begun).toEqual(["a1", "a2", "a3"]);
  });

  test("are not kept by whoever hangs", async () => {
    for (const name of ["a1", "a2", "a3"]) void ask(name, people("a"));
    now = 11_000;
    await leave(ask("b1", people("b")));
    expect(begun).toContain("a3");
  });
});

describe("whoever waits", () => {
  test("and may begin stands before whoever comes that moment", async () => {
    const [first] = ["a1", "a2", "a3"].map((name) => ask(name, people("a")));
    for (const name of ["b1", "b2"]) void ask(name, people("b"));
    await settled();
    (await first)?.leave();
    void ask("a4", people("a"));
    await settled();
    expect(begun).toEqual(["a1", "a2", "b1", "b2", "a3"]);
  });

  test("for a forge, which may never call again, is given eight times the room", async () => {
    const forge = { subject: "a", lane: "forges" as const };
    for (let call = 1; call <= 2 + 24; call++) void ask(`a${call}`, forge);
    await expect(ask("one more", forge)).rejects.toMatchObject({ code: "limit.waiting" });
  });

  test("beyond what a lane may hold is refused with the time to wait, and not at once, so that asking again gains nothing", async () => {
    for (const name of ["a1", "a2", "a3", "a4", "a5"]) void ask(name, people("a"));
    const refused = ask("a6", people("a"));
    await expect(refused).rejects.toMatchObject({ kind: "limit", code: "limit.waiting", retryAfterSeconds: 1 });
    expect(waited).toEqual([250]);
    await ask("b1", people("b"));
    void ask("runner", runners("a"));
    await settled();
    expect(begun).toEqual(["a1", "a2", "b1"]);
  });

  test("and gives up leaves the queue and takes no place", async () => {
    const first = ask("a1", people("a"));
    void ask("a2", people("a"));
    const gone = ask("a3", people("a"));
    void ask("a4", people("a"));
    asking.get("a3")?.abort();
    await expect(gone).rejects.toMatchObject({ kind: "unavailable" });
    await leave(first);
    expect(begun).toEqual(["a1", "a2", "a4"]);
  });
});

describe("whoever waits for somebody else", () => {
  test("holds no place meanwhile, and comes back to one", async () => {
    const first = await ask("a1", people("a"));
    void ask("a2", people("a"));
    const third = ask("a3", people("a"));
    let answer = () => {};
    const done = first.outside(() => new Promise<void>((resolve) => (answer = resolve))).then(() => begun.push("back"));
    await settled();
    expect(begun).toEqual(["a1", "a2", "a3"]);
    answer();
    await settled();
    expect(begun).toEqual(["a1", "a2", "a3"]);
    await leave(third);
    await done;
    expect(begun).toEqual(["a1", "a2", "a3", "back"]);
    void ask("a4", people("a"));
    await settled();
    expect(begun).not.toContain("a4");
    first.leave();
    await settled();
    expect(begun).toContain("a4");
  });

  test("and left meanwhile takes no place again", async () => {
    const first = await ask("a1", people("a"));
    let answer = () => {};
    const done = first.outside(() => new Promise<void>((resolve) => (answer = resolve)));
    first.leave();
    answer();
    await done;
    for (const name of ["a2", "a3"]) void ask(name, people("a"));
    await settled();
    expect(begun).toEqual(["a1", "a2", "a3"]);
  });
});
