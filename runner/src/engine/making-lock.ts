import { HostFault } from "../hosts/host-fault.ts";
import { within } from "../hosts/within.ts";
import { createKeyedLock } from "../sources/keyed-lock.ts";
import type { DockerHost } from "./docker-host.ts";

const locked = createKeyedLock();

/** Longer than everything inside may take together: a proxy's image is pulled within ten minutes. */
const longestMs = 900_000;

/**
 * One maker at a time for each server and name, whatever kind of job it works for: older daemons let two that ask at once both make a
 * network. Nobody waits here for ever: who holds it too long loses it. Another runner is not kept out by this.
 */
export const whileMaking = <T>(host: DockerHost, name: string, work: () => Promise<T>): Promise<T> =>
  locked(`${host.label} ${name}`, () => within(work(), { timeoutMs: longestMs, onLate: () => late(host, name) }));

const late = ({ label }: DockerHost, name: string) =>
  new HostFault("timeout", {
    sentence: `${name} could not be made on ${label} in time.`,
    nextAction: "Look at the Docker daemon: `sudo journalctl -u docker -n 50`. Then check the server again.",
  });
