// pure

import type { DialAddress } from "./host.ts";
import { DialRefused } from "./host-fault.ts";

export const nameOf = (address: DialAddress) => ("unix" in address ? address.unix : `${address.host}:${address.port}`);

/** Systems take an empty name for the machine that asks, which is never who was meant: it answers like an address nobody listens at. */
export function refuseNowhere(address: DialAddress): void {
  const place = "unix" in address ? address.unix : address.host;
  if (place.trim() === "") throw new DialRefused(nameOf(address), "refused");
}
