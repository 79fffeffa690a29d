import { HostName, refuseRoute } from "@fairlead/runner/contract";
import * as v from "valibot";
import type { Deps } from "../kit/deps.ts";
import { hostsToAsk } from "../rules/certificate.ts";
import { listSecureDomains } from "./certificates.store.ts";

/** Hosts whose certificate the next check of this server looks at. One that the proxy is not even given has none. */
export async function certificatesDue({ db, clock }: Pick<Deps, "db" | "clock">, serverId: string): Promise<string[]> {
  const rows = await listSecureDomains(db, { serverId });
  const served = rows.filter((row) => refuseRoute(row) === undefined && v.is(HostName, row.host));
  return hostsToAsk(served, clock.now());
}
