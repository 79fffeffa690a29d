type Offer = {
  /** What a person chose; null until then. */
  chosen: string | null;
  /** What the form showed last, whoever it came from. */
  shown: string | null;
  /** What there is to choose now, the usual one first. */
  offered: readonly string[];
  /** Stands for none of them. */
  none: string;
};

/** What a form shows where what it offers comes and goes: a choice as long as it is there, and nothing that jumps while somebody reads it. */
export function standingChoice({ chosen, shown, offered, none }: Offer): string {
  if (chosen !== null && (chosen === none || offered.includes(chosen))) return chosen;
  if (shown !== null && offered.includes(shown)) return shown;
  return offered[0] ?? none;
}
