import type { Deps, SealPlace } from "../kit/deps.ts";

const opened = new Map<string, string>();
const maxKept = 1_000;

/**
 * Opens a sealed secret, keeping what was opened by its sealed text. That text is read anew for every call, so a rotated secret is
 * another entry and never an old answer.
 */
export async function openKept(
  { secrets }: Pick<Deps, "secrets">,
  { wrappedKey, place, sealed }: { wrappedKey: string; place: SealPlace; sealed: string },
): Promise<string> {
  const key = [wrappedKey, place.row, sealed].join("|");
  const known = opened.get(key);
  if (known !== undefined) return known;
  const plain = await secrets.open(wrappedKey, place, sealed);
  if (opened.size >= maxKept) opened.clear();
  opened.set(key, plain);
  return plain;
}
