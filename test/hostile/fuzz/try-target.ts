// Tries one parser: fuzz <name> <first seed> <most tries> <for at most so many ms>. Tells each failure and, now and then, how far it is.
import { setTimeout as after } from "node:timers/promises";
import { randomOf } from "../../../api/src/testing/random.ts";
import { readingsIn } from "./parsers/find-parsers.ts";
import { watchCalls } from "./parsers/reached.ts";
import type { Failure, Tried } from "./report.ts";
import type { Target } from "./target.ts";

// The product is loaded under the eyes of whoever watches its calls.
const calls = await watchCalls();
// Only the one that is tried: all together take longer to load than most take to be tried.
const loaded: Record<string, Target> = await import(`./targets/${process.argv[2]}.ts`);
const { createNeighbour } = await import("./neighbour.ts");

const [name, firstSeed = "1", most = "1", forMs = "60000"] = process.argv.slice(2);
const target = Object.values(loaded).find((each) => each.name === name);
if (!target) throw new Error(`there is no target ${name}`);

const say = (line: { at: number } | { failure: Failure } | { tried: Tried }) =>
  process.stdout.write(`${JSON.stringify(line)}\n`);
const wordsOf = (error: unknown) =>
  [error, error instanceof Error ? error.cause : undefined]
    .flatMap((each) =>
      each === undefined ? [] : [each instanceof Error ? (each.stack ?? each.message) : String(each)],
    )
    .join("\n")
    .slice(0, 3_000);

let seed = Number(firstSeed);
const fail = (what: string, error: unknown) => say({ failure: { seed, what, words: wordsOf(error) } });
process.on("uncaughtException", (error) => fail("nobody caught", error));
process.on("unhandledRejection", (error) => fail("nobody handled", error));

const tried: Tried = { tries: 0, read: 0, refused: 0, kinds: {}, reached: [] };
/** Errors that no code writes on purpose: whoever meets one has looked at what it had not checked. */
const isAccident = (error: unknown) =>
  !(error instanceof Error) ||
  (error instanceof TypeError && !isOfPlatform(error)) ||
  error instanceof RangeError ||
  error instanceof ReferenceError;
/** The platform's own refusals carry a code. */
const isOfPlatform = (error: Error) => "code" in error;

async function tryOnce(tryOne: () => Promise<string>): Promise<void> {
  const late = new AbortController();
  const deadline = after(5_000, "late" as const, { signal: late.signal }).catch(() => "ended" as const);
  try {
    const met = await Promise.race([tryOne(), deadline]);
    if (met === "late") {
      fail("did not end", new Error("still waiting after the server had hung up"));
      return;
    }
    tried.read += 1;
    tried.kinds[met] = (tried.kinds[met] ?? 0) + 1;
  } catch (error) {
    tried.refused += 1;
    if (isAccident(error)) fail("stumbled", error);
  } finally {
    late.abort();
  }
}

say({ at: seed });
await target.ready?.();
const neighbour = await createNeighbour();
const endsAt = performance.now() + Number(forMs);
for (let toldAt = 0; tried.tries < Number(most) && performance.now() < endsAt; seed++) {
  const random = randomOf(seed);
  const [, beside] = await Promise.allSettled([tryOnce(() => target.tryOne(random)), neighbour.work()]);
  if (beside.status === "rejected") fail("touched another server's job", beside.reason);
  tried.tries += 1;
  if (performance.now() - toldAt < 500) continue;
  toldAt = performance.now();
  say({ at: seed });
}
// What breaks late breaks now.
await after(300);
await neighbour.close();
const reached = await calls.reached(target.reads.flatMap(readingsIn));
tried.reached = [...new Set(reached.map(({ path }) => path))];
say({ tried });
process.exit(0);
