/** Asks until `probe` answers something other than undefined, or fails with what it last saw. The only waiting in tests. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  { withinMs = 30_000, everyMs = 100 } = {},
): Promise<T> {
  const endsAt = performance.now() + withinMs;
  let last: unknown;
  while (performance.now() < endsAt) {
    try {
      const answer = await probe();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`Gave up waiting ${withinMs} ms for ${what}.`, { cause: last });
}
