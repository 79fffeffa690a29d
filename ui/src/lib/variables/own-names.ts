type Named = { key: string; value: string; port: number | null };

/** What to know of a name that Fairlead or the image sets by itself; null for all others. */
export function noteOnName({ key, value, port }: Named): string | null {
  const name = key.trim();
  if (name.startsWith("FAIRLEAD_")) return "Names that begin with FAIRLEAD_ are set by Fairlead. Choose another one.";
  if (name === "PATH") return "It takes the place of the image's own: name every folder with programs the image needs.";
  if (name !== "PORT") return null;
  const own = `Fairlead sets PORT by itself to the port of the settings${port === null ? "" : `, ${port}`}`;
  if (value.trim() === String(port)) return `${own}. This one is not needed.`;
  return `${own}, and asks there whether it answers. Another value wins over it in the process only: to listen elsewhere, change the port in the settings.`;
}

/** The same for a whole set, each name once. */
export const notesOnNames = (
  variables: readonly { key: string; value: string | null }[],
  port: number | null,
): string[] => variables.flatMap(({ key, value }) => noteOnName({ key, value: value ?? "", port }) ?? []);
