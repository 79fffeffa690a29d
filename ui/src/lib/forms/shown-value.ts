/** A value of a form in words, for a person who compares two of them. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (value === true) return "on";
  if (value === false) return "off";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(shownValue).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The path of a field as words: `container.memoryBytes` is "Container: memory bytes". */
export function wordsOf(path: string): string {
  const words = path.replace(/([a-z0-9])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  const told = words.split(".").join(": ");
  return told.charAt(0).toUpperCase() + told.slice(1);
}
