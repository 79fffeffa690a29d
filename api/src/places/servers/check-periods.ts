// pure

/** How often a server that was reached once is looked at. */
export const recheckMs = 5 * 60_000;
/** After one failed check: soon, so that an outage is told within two minutes and a hiccup is not. */
export const urgentRecheckMs = 60_000;
/** A runner that was silent for so long watches nothing any more. */
export const runnerSilenceMs = 3 * 60_000;
