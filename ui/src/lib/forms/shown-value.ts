/** A value of a form in words, for a person who compares two of them. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (value === true) return "on";
  if (value === false) return "off";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(shownValue).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
