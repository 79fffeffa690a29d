/**
 * The images a server keeps for going back: of the newest releases that served, the first `keepReleases` that differ. `images` is what
 * each release ran, the newest first, so an image counts by its newest use. The runner removes by this rule and the control plane offers
 * rollbacks by it: one that counted otherwise would offer what is gone.
 */
export const keptImages = (images: readonly string[], keepReleases: number): string[] =>
  [...new Set(images)].slice(0, keepReleases);
