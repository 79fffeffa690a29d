import { atInstant } from "./at-instant.ts";
import { type TestDeps, testDeps } from "./test-deps.ts";

/** Makes ready what one side does, and gives the deed itself. */
export type Side<World> = (world: World) => Promise<() => Promise<unknown>>;

/** Writers of one process wait for each other. */
const inAnotherProcess = (deps: TestDeps): TestDeps => ({ ...deps, db: Object.create(deps.db) });

type Race<World> = { world: (deps: TestDeps) => Promise<World>; one: Side<World>; other: Side<World> };

/** What each side came to, `saved` or what it was told, in each instant of the first. */
export async function race<World extends { deps: TestDeps }>({ world: open, one, other }: Race<World>) {
  const outcomes: string[] = [];
  for (let instant = 1; ; instant++) {
    const deps = await testDeps();
    const world = await open(deps);
    const [first, second] = [await one(world), await other({ ...world, deps: inAnotherProcess(deps) })];
    const ends: Record<string, string> = {};
    const noted = (side: string, work: () => Promise<unknown>) => async () => {
      ends[side] = await work().then(
        () => "saved",
        (error: Error) => error.message,
      );
    };
    const isMet = await atInstant(deps.db.$client, {
      instant,
      work: noted("first", first),
      meanwhile: noted("second", second),
    });
    await deps.settle();
    deps.dispose();
    if (!isMet) return outcomes;
    outcomes.push(`${ends.first} | ${ends.second}`);
  }
}
