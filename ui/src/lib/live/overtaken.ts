type Course = {
  /** Resolves once nothing is under way that would overtake. */
  idle: () => Promise<void>;
  /** How many have come to their end. */
  ended: () => number;
  isUnderWay: () => boolean;
};

/** More often than anybody navigates in the time of a load; after that the next event tries again. */
const mostTries = 5;

/** Runs it to an end that nothing has overtaken. */
export async function repeatWhileOvertaken(run: () => Promise<unknown>, { idle, ended, isUnderWay }: Course) {
  for (let tries = 0; tries < mostTries; tries++) {
    await idle();
    const before = ended();
    await run();
    if (!isUnderWay() && ended() === before) return;
  }
}
