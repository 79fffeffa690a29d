import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** One packed layer of an image. */
export interface Layer {
  file: string;
  sizeBytes: number;
  /** Digest of the packed file, which is how registries name it. */
  digest: string;
  /** Digest of the unpacked tar, which is how image configs name it. */
  diffId: string;
}

export const sha256 = (content: string | Buffer): string =>
  `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** Packs a folder as `FILE`, the same bytes for the same content, and remembers the digests in `FILE.json`. */
export async function packLayer(folder: string, file: string): Promise<Layer> {
  const known = await readLayer(file);
  if (known !== undefined) return known;
  const tar = spawn(
    "tar",
    ["-C", folder, "--sort=name", "--mtime=@0", "--numeric-owner", "--format=gnu", "-cf", "-", "."],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const ended = new Promise<number | null>((resolve) => tar.on("close", resolve));
  const unpacked = createHash("sha256");
  tar.stdout.on("data", (chunk: Buffer) => unpacked.update(chunk));
  await pipeline(tar.stdout, createGzip({ level: 1 }), createWriteStream(`${file}.new`));
  if ((await ended) !== 0) throw new Error(`tar could not pack ${folder}`);
  const packed = createHash("sha256");
  await pipeline(createReadStream(`${file}.new`), packed);
  const layer: Layer = {
    file,
    sizeBytes: (await stat(`${file}.new`)).size,
    digest: `sha256:${packed.digest("hex")}`,
    diffId: `sha256:${unpacked.digest("hex")}`,
  };
  await rename(`${file}.new`, file);
  await writeFile(`${file}.json`, JSON.stringify(layer));
  return layer;
}

async function readLayer(file: string): Promise<Layer | undefined> {
  try {
    return JSON.parse(await readFile(`${file}.json`, "utf8"));
  } catch {
    return undefined;
  }
}
