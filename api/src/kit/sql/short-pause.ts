/** Between two pieces of work that nobody waits for: whoever waits for an answer goes first. */
export const shortPause = () => new Promise<void>((resolve) => setTimeout(resolve, 10));
