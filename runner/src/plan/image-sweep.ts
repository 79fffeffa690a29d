import type { ImageSweep } from "../ports/driver.ts";
import { imageRepository } from "./names.ts";

/** An image that carries our labels for the resource. */
export type SeenImage = { id: string; tags: readonly string[] };

/**
 * What to ask Docker to remove, by id or name. Labels are inherited by what somebody builds on an image of ours or commits from a
 * container of ours, so another name on it says that it is his: then only our own name is taken away.
 */
export function planImageSweep({ resource, keep, pulled }: ImageSweep, built: readonly SeenImage[]): string[] {
  const kept = new Set(keep);
  const own = `${imageRepository(resource)}:`;
  const names = built
    .filter(({ id }) => !kept.has(id))
    .flatMap(({ id, tags }) => {
      const isOnlyOurs = tags.every((tag) => tag.startsWith(own));
      return isOnlyOurs ? [id] : tags.filter((tag) => tag.startsWith(own));
    });
  return [...new Set([...names, ...pulled.filter((id) => !kept.has(id))])];
}
