import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Layer, packLayer, sha256 } from "./images/layer.ts";
import { pushImage } from "./images/push-image.ts";
import { baseImages, type ImageRecipe, type LayerRecipe } from "./images/recipes.ts";
import { withLock } from "./lock.ts";
import type { Newest } from "./newest/newest.ts";
import { cacheFolder, registryCacheFolder } from "./places.ts";
import type { Registry } from "./services/registry.ts";

/** Makes the base images once per machine and puts them into the shared registry. The second call finds all of it done. */
export async function ensureImages(registry: Registry, newest: Newest): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  // Two test runs may want the same layer at the same time; the second one then finds it made.
  await withLock(join(cacheFolder, "images.lock"), async () => {
    for (const image of baseImages(newest)) await ensureImage(registry, image);
  });
}

/** Changes whenever one of the base images does. */
export const imagesStamp = (newest: Newest): string => shortHash(baseImages(newest).map(stampOf));

async function ensureImage(registry: Registry, recipe: ImageRecipe): Promise<void> {
  const stamp = join(registryCacheFolder, `pushed-${stampOf(recipe)}`);
  if (existsSync(stamp)) return;
  const layers: Layer[] = [];
  for (const layer of recipe.layers) layers.push(await ensureLayer(layer));
  const { digest } = await pushImage(registry, { ...recipe, layers });
  await writeFile(stamp, digest);
}

/** The Node version is part of it, because the image holds the Node that runs this. */
function stampOf({ repository, tags, layers, config }: ImageRecipe): string {
  const parts = [repository, tags, config, layers.map(({ name, version }) => [name, version]), process.version];
  return shortHash(parts);
}

const shortHash = (parts: unknown) => sha256(JSON.stringify(parts)).slice("sha256:".length, "sha256:".length + 16);

async function ensureLayer({ name, version, fill }: LayerRecipe): Promise<Layer> {
  const folder = join(cacheFolder, "layers", `${name}-${version}-${process.version}`);
  await mkdir(join(cacheFolder, "layers"), { recursive: true });
  if (!existsSync(folder) && !existsSync(`${folder}.tar.gz.json`)) {
    await rm(`${folder}.new`, { recursive: true, force: true });
    await mkdir(`${folder}.new`);
    await fill(`${folder}.new`);
    await rename(`${folder}.new`, folder);
  }
  const layer = await packLayer(folder, `${folder}.tar.gz`);
  await rm(folder, { recursive: true, force: true });
  return layer;
}
