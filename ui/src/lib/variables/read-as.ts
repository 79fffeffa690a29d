const shownLength = 200;

/**
 * How a value was read where that is not what stands behind the `=`: a note or spaces went, an escape became a character, more
 * lines belong to it. null: as it was written, with or without quotes around it.
 */
export function readAs(written: string, value: string): string | null {
  const behind = written.slice(written.indexOf("=") + 1);
  if ([value, `'${value}'`, `"${value}"`].includes(behind)) return null;
  const shown = JSON.stringify(value);
  return shown.length > shownLength ? `${shown.slice(0, shownLength)}…` : shown;
}
