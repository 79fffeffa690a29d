import type { Readable } from "node:stream";
import { extract } from "tar-stream";

/** Names and contents of a tar; for what is no file, its type and where it leads. */
export async function filesIn(tar: Readable): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const reader = extract();
  tar.on("error", (error) => reader.destroy(error));
  tar.pipe(reader);
  for await (const { header, ...entry } of tarEntries(reader)) {
    found[header.name] = header.type === "file" ? entry.content : `${header.type} ${header.linkname ?? ""}`.trim();
  }
  return found;
}

async function* tarEntries(reader: ReturnType<typeof extract>) {
  for await (const entry of reader) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
    yield { header: entry.header, content: Buffer.concat(chunks).toString() };
  }
}
