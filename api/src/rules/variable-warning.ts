type Named = { key: string; scope: "runtime" | "build" | "both" };

const warnings: ReadonlyMap<string, string> = new Map([
  [
    "PORT",
    "Fairlead sets PORT by itself to the port of the settings, and asks there whether it answers. This value wins over it in the process only: to listen elsewhere, change the port in the settings.",
  ],
  ["PATH", "It takes the place of the image's own: name every folder with programs the image needs."],
]);

/** What to know of a variable whose name Fairlead or the image sets by itself; null for all others. It is kept all the same. */
export const warningOn = ({ key, scope }: Named): string | null =>
  // A build is told neither: nothing takes the place of anything there.
  scope === "build" ? null : (warnings.get(key) ?? null);
