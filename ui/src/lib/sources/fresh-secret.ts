// Hands a secret from the page that made it to the page that shows it, in memory only: never in the address or in storage.
const fresh = new Map<string, string>();

export const keepSecret = (id: string, secret: string) => void fresh.set(id, secret);

/** The secret just made for this id; every later call gets null. */
export function takeSecret(id: string): string | null {
  const secret = fresh.get(id) ?? null;
  fresh.delete(id);
  return secret;
}
