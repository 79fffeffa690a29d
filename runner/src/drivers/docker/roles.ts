// pure

import { asideName, candidateName, commandName, liveName, type Release, retiredName } from "../../plan/names.ts";
import type { Role } from "../../plan/observed.ts";

/** A container's name is its role: a name has one holder, and giving another one is one call. undefined: renamed by hand. */
export function roleOf({ name, release }: { name: string; release: Release }): Role | undefined {
  if (name === liveName(release.resource)) return "live";
  if (name === candidateName(release)) return "candidate";
  if (name === commandName(release, "command")) return "command";
  if (name === commandName(release, "post-deploy-command")) return "post-deploy-command";
  return name === retiredName(release) || name === asideName(release) ? "retired" : undefined;
}

export const isAside = ({ name, release }: { name: string; release: Release }): boolean => name === asideName(release);
