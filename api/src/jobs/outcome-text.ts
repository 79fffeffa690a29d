import { JobOutcome, tolerant, written } from "@fairlead/runner/contract";
import * as v from "valibot";

const Kept = tolerant(JobOutcome);

/** How an outcome is kept, and compared with one that comes again: the same words from a runner of any version give the same text. */
export const outcomeText = (outcome: JobOutcome): string => JSON.stringify(written(JobOutcome, outcome));
export const readOutcome = (text: string): JobOutcome => v.parse(Kept, JSON.parse(text));
