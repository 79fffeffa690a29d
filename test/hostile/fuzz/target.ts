import type { Random } from "../../../api/src/testing/random.ts";

/** One parser of what a server sends, with a way to send it anything. */
export interface Target {
  name: string;
  /** What is sent to whom, in one line. */
  title: string;
  /** How many tries are made for every change. */
  cases: number;
  /** Sends one made-up thing. Tells its kind; what is refused is thrown. Everything that was opened is closed when it settles. */
  tryOne: (random: Random) => Promise<string>;
}
