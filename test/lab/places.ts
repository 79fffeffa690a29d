import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The checkout this lab belongs to. Servers must not see it: a product that finds its own source there proves nothing. */
export const checkoutFolder = resolve(import.meta.dirname, "../..");

/** Everything the lab keeps: `labs/N` for running labs, `cache` for images, shared by all checkouts on this machine. */
export const labHome = process.env.FAIRLEAD_LAB_HOME ?? "/var/tmp/fairlead-lab";
export const cacheFolder = join(labHome, "cache");
export const registryCacheFolder = join(cacheFolder, "registry");
export const serverScript = join(import.meta.dirname, "server.sh");

const standardFolders = new Set(
  ["bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "media", "mnt", "opt", "proc"].concat([
    "root",
    "run",
    "sbin",
    "srv",
    "sys",
    "tmp",
    "usr",
    "var",
    "lost+found",
  ]),
);

/**
 * What servers may not see of this machine, besides the home folders and temporary folders they get fresh: the checkout,
 * the lab itself, and every top-level folder that a newly installed machine would not have.
 */
export function hiddenFolders(): string[] {
  const unusual = readdirSync("/", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !standardFolders.has(entry.name))
    .map((entry) => `/${entry.name}`);
  const ours = [checkoutFolder, labHome].filter((folder) => !isReplaced(folder));
  const candidates = [...new Set([...unusual, ...ours])];
  // A folder inside an already hidden one is gone with it; mounting over it would fail.
  return candidates.filter((folder) => !candidates.some((other) => folder.startsWith(`${other}/`)));
}

/** Lies below a folder that every server gets a fresh one of. */
function isReplaced(folder: string): boolean {
  return /^\/(root|home|tmp|run|var\/tmp)(\/|$)/.test(folder);
}
