import type { Host } from "../../hosts/host.ts";
import { createKeyedLock } from "../../sources/keyed-lock.ts";

const locked = createKeyedLock();

/**
 * One maker at a time for each server and name, whatever kind of job it works for: older daemons let two that ask at once both make a
 * network. Every call inside has a deadline of its own, so nobody waits here for ever. Another runner is not kept out by this.
 */
export const whileMaking = <T>(host: Host, name: string, work: () => Promise<T>): Promise<T> =>
  locked(`${host.label} ${name}`, work);
