// pure

/** Below this a code could be guessed, and an empty one would be known to everybody. */
const shortest = 16;

/** Whether whoever brings this code has proved anything. What was cut short when it was written has not. */
export const isUsableSetupCode = (code: string): boolean => code.trim().length >= shortest;
