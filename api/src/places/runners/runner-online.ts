// pure

/** A runner asks for work every 25 seconds and renews every 20: three missed signs mean it is away. */
const silenceMs = 90_000;

export const isRunnerOnline = (runner: { lastSeenAt: number; revokedAt: number | null }, now: number): boolean =>
  runner.revokedAt === null && now - runner.lastSeenAt < silenceMs;
