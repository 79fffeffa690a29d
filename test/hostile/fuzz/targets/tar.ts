import { Readable, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { packContext } from "../../../../runner/src/build/build-context.ts";
import { treeOf } from "../../../../runner/src/build/testing/tree-of.ts";
import { inPieces, mutateBytes } from "../mutate.ts";
import type { Target } from "../target.ts";

const tree = treeOf({ Dockerfile: "FROM scratch\n", "d/x": "x".repeat(2_000), [`long/${"n".repeat(150)}`]: "n" });
const tarBytes = await buffer(tree.openTar());
const largeBytes = await buffer(treeOf({ Dockerfile: "FROM scratch\n", large: "x".repeat(400_000), b: "y" }).openTar());

/** Checksums are mended, so that what is strange in a header is looked at and not only its checksum. */
function mendChecksum(bytes: Buffer, at: number): void {
  if (at + 512 > bytes.length) return;
  bytes.fill(0x20, at + 148, at + 156);
  let sum = 0;
  for (let i = at; i < at + 512; i++) sum += bytes[i] ?? 0;
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
}

export const tar: Target = {
  name: "tar",
  title: "archives of a repository on their way into a build",
  reads: ["runner/src/build/build-context.ts"],
  cases: 300,
  async tryOne(random) {
    const kind = random.pick(["headers", "headers", "bytes", "cancelled"] as const) ?? "bytes";
    const given = kind !== "headers" && random.chance(0.2) ? largeBytes : tarBytes;
    const bytes = kind === "bytes" ? mutateBytes(random, given) : Buffer.from(given);
    if (kind === "headers") {
      for (let left = 1 + random.below(5); left > 0; left--) bytes[random.below(bytes.length)] = random.below(256);
      for (let at = 0; at < bytes.length; at += 512) if (bytes[at + 257] === 0x75) mendChecksum(bytes, at);
    }
    const context = packContext(Readable.from(inPieces(random, bytes)), {
      base: random.chance(0.8) ? "." : "d",
      isIgnored: () => random.chance(0.1),
      extraFiles: [{ path: "Dockerfile", content: "FROM scratch" }],
    });
    if (kind === "cancelled") {
      for (let left = random.below(40); left > 0; left--) await setImmediate();
      context.once("error", () => undefined).destroy(random.chance(0.5) ? new Error("cancelled") : undefined);
      return kind;
    }
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    await pipeline(context, nowhere, { signal: AbortSignal.timeout(4_000) });
    return kind;
  },
};
