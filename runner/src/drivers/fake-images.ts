import type { FakeServer } from "./fake.ts";

/** `name` goes to the image that is made last under it. */
export type FakeImage = { labels?: Readonly<Record<string, string>>; name?: string | undefined };

/** As made by a build: the name moves to it. */
export function addFakeImage(server: FakeServer, { id, ...image }: FakeImage & { id: string }): void {
  for (const each of server.images.values()) if (each.name === image.name) each.name = undefined;
  server.images.set(id, image);
}

/** By id or name; what a container uses stays. */
export function dropImages({ images, containers }: FakeServer, names: readonly string[]): void {
  for (const name of names) {
    const id = images.has(name) ? name : [...images].find(([, image]) => image.name === name)?.[0];
    if (id !== undefined && !containers.some((each) => each.image === id)) images.delete(id);
  }
}
