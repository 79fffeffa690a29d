import { existsSync } from "node:fs";

/** The file that the hostile commands would make, wherever one of them is run. */
export const tripwire = "/tmp/fairlead-tripwire";

/** `root`: of the machine that is looked at. */
export const isTripped = (root = "") => existsSync(`${root}${tripwire}`);
