// pure

import { JobOutcome, tolerant, written } from "@fairlead/runner/contract";
import * as v from "valibot";
import { parseOr } from "../../kit/sql/damaged.ts";

const Kept = tolerant(JobOutcome);

/** How an outcome is kept, and compared with one that comes again: the same words from a runner of any version give the same text. */
export const outcomeText = (outcome: JobOutcome): string => JSON.stringify(written(JobOutcome, outcome));
/** undefined: it is damaged. */
export const readOutcome = (text: string): JobOutcome | undefined => parseOr((value) => v.parse(Kept, value), text);
