import type { Random } from "../../../api/src/testing/random.ts";

/** One way by which foreign bytes come in, with a way to send it anything. */
export interface Target {
  name: string;
  /** What is sent to whom, in one line. */
  title: string;
  /** The files of the product that look into what is sent. Each has to be reached by a try. */
  reads: readonly string[];
  /** How many tries are made for every change. */
  cases: number;
  /** What is opened once, before the first try. */
  ready?: () => Promise<unknown>;
  /** Sends one made-up thing. Tells its kind; what is refused is thrown. Everything that was opened is closed when it settles. */
  tryOne: (random: Random) => Promise<string>;
}
