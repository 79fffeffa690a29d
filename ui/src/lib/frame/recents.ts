/** A page that was open lately. */
export type Recent = { href: string; label: string };

const kept = 6;

/** The newest first, each once, and not more than one looks over. */
export const withRecent = (recents: readonly Recent[], page: Recent): Recent[] =>
  [page, ...recents.filter(({ href }) => href !== page.href)].slice(0, kept);

/** Where one already is, one need not be led. */
export const recentsElsewhere = (recents: readonly Recent[], here: string): Recent[] =>
  recents.filter(({ href }) => href !== here);

const storageKey = (team: string) => `fairlead.recent.${team}`;

export function readRecents(team: string): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey(team)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecent) : [];
  } catch {
    return [];
  }
}

export function keepRecent(team: string, page: Recent): void {
  try {
    localStorage.setItem(storageKey(team), JSON.stringify(withRecent(readRecents(team), page)));
  } catch {
    // Without storage nothing is remembered.
  }
}

const isRecent = (value: unknown): value is Recent =>
  typeof value === "object" &&
  value !== null &&
  "href" in value &&
  "label" in value &&
  typeof value.label === "string" &&
  typeof value.href === "string" &&
  /^\/(?!\/)/.test(value.href);
