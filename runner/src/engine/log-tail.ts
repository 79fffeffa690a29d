import type { DockerHost } from "./docker-host.ts";

const maxBytes = 262_144;

/** Last lines of both outputs, oldest first; empty when there is nothing to read any more. */
export async function readLogTail(host: DockerHost, { id, lines }: { id: string; lines: number }): Promise<string[]> {
  try {
    const raw: unknown = await host.docker
      .getContainer(id)
      .logs({ stdout: true, stderr: true, tail: lines, follow: false });
    const text = Buffer.isBuffer(raw) ? demultiplex(raw.subarray(0, maxBytes)) : "";
    return text
      .split("\n")
      .map((line) => line.replace(/\r$/, ""))
      .filter((line) => line.trim() !== "")
      .slice(-lines);
  } catch {
    return [];
  }
}

/** Docker's framing of outputs without a terminal: stream, three zeros, length, bytes. */
function demultiplex(raw: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= raw.length) {
    const length = raw.readUInt32BE(at + 4);
    parts.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString("utf8");
}
