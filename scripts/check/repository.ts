import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** Paths git tracks or would track, relative to the root; files deleted on disk are left out. */
export function listFiles(): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return [...new Set(listed.split("\0"))].filter((path) => path !== "" && existsSync(join(root, path))).sort();
}

export const readText = (path: string): string => readFileSync(join(root, path), "utf8");

const generated = /\.generated\.ts$|^db\/migrations\/|\.d\.ts$/;

/** Hand-written source: what the rules and the sizes speak of. Fixture applications are input, not source. */
export function sourcePaths(files: string[]): string[] {
  return files.filter(
    (path) => /\.(ts|mjs|svelte)$/.test(path) && !generated.test(path) && !path.startsWith("test/fixtures/"),
  );
}

/** The files and every folder above them. */
export function withFolders(files: string[]): Set<string> {
  const paths = new Set(files);
  for (const file of files) {
    for (let folder = posix.dirname(file); folder !== "."; folder = posix.dirname(folder)) paths.add(folder);
  }
  return paths;
}
