import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";

const beside = ["", "-wal", "-shm"];

/**
 * Makes the file of a `file:` address readable by its user only, and what SQLite keeps beside it; for a new one before anything is
 * written into it. SQLite gives its own files the mode of the database. A remote address is left alone. Throws what the disk says.
 */
export function ownerOnly(databaseUrl: string): void {
  const file = pathOf(databaseUrl);
  if (file === undefined) return;
  closeSync(openSync(file, "a", 0o600));
  for (const each of beside) if (existsSync(`${file}${each}`)) takeFromOthers(`${file}${each}`);
}

function takeFromOthers(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch (error) {
    // A file that another user lends to us is theirs to close.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
}

function pathOf(url: string): string | undefined {
  if (!url.startsWith("file:")) return undefined;
  return url.startsWith("file://") ? fileURLToPath(url) : url.slice("file:".length).split("?")[0];
}
