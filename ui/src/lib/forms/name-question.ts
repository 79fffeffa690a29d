import type { Settled } from "./save-changes.ts";

/** A dialog that asks for one name and does one thing with it. */
export type NameQuestion = {
  title: string;
  description?: string;
  verb: string;
  initial: string;
  /** `settled`: what was chosen after the save before met another one. */
  save: (name: string, settled: Settled | undefined) => Promise<void>;
};
