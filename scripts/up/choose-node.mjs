import { existsSync } from "node:fs";
import { giveUp } from "./give-up.mjs";

// Linked against glibc. A C library that is none of it says no version of it.
const hasPackage =
  process.platform === "linux" &&
  ["x64", "arm64"].includes(process.arch) &&
  process.report.getReport().header.glibcVersionRuntime !== undefined;

/** Before anything is installed: where no packaged Node exists, the one that runs us must be able to run everything. */
export function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (hasPackage || major > 22 || (major === 22 && minor >= 18)) return;
  giveUp(
    `There is no packaged Node for ${process.platform} ${process.arch}, and Node ${process.versions.node} is too old to do without. Install Node 24 from https://nodejs.org and try again; nothing was installed or changed.`,
  );
}

/** The pinned Node comes as a package; where none exists for this platform, the Node that runs us must do. */
export const chooseNode = (pinned) => (hasPackage && existsSync(pinned) ? pinned : process.execPath);
