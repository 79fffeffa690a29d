import { keptConnections } from "../release/load.ts";
import type { Upgrade, UpgradeReport } from "./upgrade.ts";

/**
 * The document of the proxy that contract 1 wrote ends at once when another follows it. Of each connection that a client keeps, a request
 * that is on its way in that very moment is lost, unless the client asks again as browsers do. Later ones end without: loads.lab.test.ts.
 */
const lostAtTheLoad = ({ from }: Upgrade) => (from.contract === 1 ? keptConnections : 0);

export const inShort = ({ from, first }: Upgrade, { requests, failed, loads }: UpgradeReport) =>
  `${from.version}, ${first} first: of ${requests} requests failed ${failed.together} beside the old one and ${failed.after} after it, ${loads} loads`;

/** A sentence for everything that visitors should not have noticed. */
export function complaintsOf(upgrade: Upgrade, { failed, loads, versions }: UpgradeReport): string[] {
  // The new runner is the one that gives the proxy its document.
  const [atTheLoad, other] =
    upgrade.first === "runner" ? [failed.together, failed.after] : [failed.after, failed.together];
  const most = lostAtTheLoad(upgrade);
  const seen = ["by the old ones", `with a new ${upgrade.first}`, "by the new ones"];
  return [
    ...(other > 0 ? [`${other} requests failed where no document was loaded`] : []),
    ...(atTheLoad > most ? [`${atTheLoad} requests failed while the new runner loaded its document, ${most} may`] : []),
    ...(loads > 1 ? [`the proxy was given ${loads} documents, one is enough`] : []),
    ...(versions.join() === seen.join() ? [] : [`visitors saw ${versions.join(", ")}`]),
  ];
}
