/** "web-1", "web-1, web-2", "web-1 +2": as many as a card has room for. */
export function serversInShort(names: readonly string[]): string {
  const [first = "", ...others] = names;
  return others.length > 1 ? `${first} +${others.length}` : names.join(", ");
}
