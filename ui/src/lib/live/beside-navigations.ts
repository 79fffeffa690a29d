import { navigating } from "$app/state";
import { repeatWhileOvertaken } from "./overtaken.ts";

let ended = 0;
let waiting: (() => void)[] = [];

/** For the layout, after each navigation. */
export function navigationEnded(): void {
  ended++;
  const all = waiting;
  waiting = [];
  for (const done of all) done();
}

/** One that is given up ends without a word. */
const mostMs = 2_000;
const idle = () =>
  new Promise<void>((done) => {
    if (navigating.to === null) return done();
    waiting.push(done);
    setTimeout(done, mostMs);
  });

/** A navigation makes the router throw the answers of a running reload away, and loads only what its page needs: then it runs again. */
export const besideNavigations = (reload: () => Promise<unknown>) =>
  repeatWhileOvertaken(reload, { idle, ended: () => ended, isUnderWay: () => navigating.to !== null });
