import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { install } from "./install.mjs";

/** What was installed, and by which Node on which system: packages differ between them. */
function wantedStamp(root) {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
  const [major] = process.versions.node.split(".");
  return `${lock} node-${major} ${process.platform}-${process.arch}`;
}

/** Installs when the lockfile, the Node or the system changed, or when more is needed than is there. */
export async function ensurePackages(root, { isForRunning }) {
  const file = join(root, "node_modules", ".installed");
  const stamp = wantedStamp(root);
  const known = read(file);
  const everything = `${stamp} everything`;
  const forRunning = `${stamp} for-running`;
  if (known === everything || (isForRunning && known === forRunning)) return;
  // A newer lockfile must not take away what testing needs from whoever has it.
  const keepsAll = known.endsWith(" everything");
  const isLess = isForRunning && !keepsAll;
  await install(root, { isForRunning: isLess });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, isLess ? forRunning : everything);
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
