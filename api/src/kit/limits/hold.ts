/**
 * Waits before a refusal is told, so that whoever asks again at once costs a request a second and connection instead of hundreds. It
 * holds a connection and nothing else; beyond `most` that are held at once, nobody waits: what is held stays bounded.
 */
export function createHold({ most }: { most: number }): (ms: number) => Promise<void> {
  let held = 0;
  return async (ms) => {
    if (held >= most) return;
    held += 1;
    await new Promise<void>((resolve) => setTimeout(resolve, ms));
    held -= 1;
  };
}
