import semver from "semver";
import type { Finding } from "../finding.ts";
import type { AdvisoryList } from "./advisory-list.ts";
import type { LockedPackage } from "./locked-packages.ts";

const lockfile = "pnpm-lock.yaml";

/** Locked versions that an advisory speaks of, and packages that the list does not know. */
export function judgeAdvisories(locked: readonly LockedPackage[], list: AdvisoryList): Finding[] {
  return locked.flatMap(({ name, version, line }) => {
    const messages = list.advisories
      .filter((each) => each.package === name && isWithin(version, each.range))
      .map(({ id, range, title }) => `${name} ${version} is within ${range} of ${id}: ${title}`);
    const unknown = Object.hasOwn(list.packages, name)
      ? []
      : [`nobody has asked for advisories on ${name} since ${list.date}; run \`npm run advisories\``];
    return [...messages, ...unknown].map((message) => ({ path: lockfile, line, rule: "advisories", message }));
  });
}

/** What is no version, such as a link, is judged as hit by whatever speaks of the package. */
const isWithin = (version: string, range: string): boolean =>
  semver.valid(version) === null || semver.satisfies(version, range, { includePrerelease: true });

export function noteOf({ date, packages, advisories }: AdvisoryList): string {
  const unasked = Object.values(packages).filter((origin) => origin === "unasked").length;
  const rest = unasked > 0 ? `, ${unasked} packages never asked for` : "";
  return `${advisories.length} of ${date}${rest}`;
}
