/** What a palette can look for: the label counts most, then the group, then further words. */
export type Rankable = { label: string; group?: string; keywords?: string };

/**
 * Orders commands by how well they match what was typed. Every typed word must be found, as a run of letters or as letters in
 * order; runs at the start of a word win. Equal scores keep the order they came in.
 */
export function rankCommands<T extends Rankable>(commands: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  return commands
    .map((command) => ({ command, score: scoreCommand(command, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}

function scoreCommand(command: Rankable, words: string[]): number {
  let total = 0;
  for (const word of words) {
    const best = Math.max(
      scoreText(command.label, word) * 3,
      scoreText(command.group ?? "", word) * 1.5,
      scoreText(command.keywords ?? "", word),
    );
    if (best === 0) return 0;
    total += best;
  }
  // Among equals the shorter label is the nearer one.
  return total - command.label.length / 1_000;
}

function scoreText(text: string, word: string): number {
  const haystack = text.toLowerCase();
  const at = haystack.indexOf(word);
  if (at === 0) return 12;
  if (at > 0) return /[\s/._:-]/.test(haystack[at - 1] ?? "") ? 10 : 6;
  return word.length >= 2 ? scoreLetters(haystack, word) : 0;
}

/** Letters in order with gaps, such as "dsv" in "deploy server": only when each begins a word or follows the last one. */
function scoreLetters(haystack: string, word: string): number {
  let from = 0;
  let starts = 0;
  for (const letter of word) {
    const next = nextLetter(haystack, { letter, from });
    if (next === undefined) return 0;
    if (next !== from) starts++;
    from = next + 1;
  }
  return Math.max(1, 4 - starts);
}

function nextLetter(haystack: string, { letter, from }: { letter: string; from: number }): number | undefined {
  if (from > 0 && haystack[from] === letter) return from;
  for (let i = from; i < haystack.length; i++) {
    const beginsWord = i === 0 || /[\s/._:-]/.test(haystack[i - 1] ?? "");
    if (beginsWord && haystack[i] === letter) return i;
  }
  return undefined;
}
