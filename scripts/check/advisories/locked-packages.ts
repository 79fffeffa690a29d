export interface LockedPackage {
  name: string;
  version: string;
  line: number;
}

/** Every package of the lockfile, each version once. */
export function lockedPackages(lockfile: string): LockedPackage[] {
  const lines = lockfile.split("\n");
  const from = lines.indexOf("packages:");
  const to = lines.indexOf("snapshots:");
  if (from === -1 || to === -1) throw new Error("the lockfile has no list of packages where it used to be");
  return lines.slice(from, to).flatMap((text, index): LockedPackage[] => {
    const key = text.match(/^ {2}'?(@?[^@'\s]+)@([^'\s]+)'?:$/);
    return key?.[1] && key[2] ? [{ name: key[1], version: key[2], line: from + index + 1 }] : [];
  });
}
