import { createDoor, type Door, type Passage, type Trouble } from "../reach/door.ts";
import { findWay, OutOfReach, ownAddresses, type Resolve, systemResolve } from "../reach/find-way.ts";
import type { Reach } from "../reach/judge-addresses.ts";
import type { GitEnvironment } from "./git-environment.ts";
import type { GitSettings } from "./git-settings.ts";
import type { ParsedGitUrl } from "./git-url.ts";

/** How git gets out: over http by our door, over ssh to an address that was judged. */
export type GitWay = {
  open: (reach: Reach) => Promise<Passage>;
  resolve: Resolve;
  reachOf: (settings: Pick<GitSettings, "inside">) => Reach;
  close: () => void;
};

export type GitWayOptions = {
  environment: GitEnvironment;
  /** Hosts inside that the runner's own policy leaves; undefined: it says nothing of them. */
  privateHosts?: readonly string[] | undefined;
  resolve?: Resolve | undefined;
};

export function createGitWay({ environment, privateHosts: policy, resolve = systemResolve }: GitWayOptions): GitWay {
  const door: Door = createDoor({ resolve, environment });
  return {
    open: door.open,
    resolve,
    reachOf: ({ inside }) => ({ inside, policy, own: ownAddresses() }),
    close: door.close,
  };
}

/** No host has it, and no resolver is asked for it: ssh that is told to go there goes nowhere. */
const nowhere = "255.255.255.255";

/** The address that ssh is pinned to. It asks no resolver, and there is nothing in its way that could send it on. */
export async function sshAddressOf(
  { host, port = 22 }: ParsedGitUrl,
  { way, settings }: { way: GitWay; settings: Pick<GitSettings, "inside"> },
): Promise<{ address: string; trouble: Trouble | undefined }> {
  const endpoint = { host, port };
  try {
    const { addresses } = await findWay(endpoint, { reach: way.reachOf(settings), resolve: way.resolve });
    return { address: addresses[0].address, trouble: undefined };
  } catch (error) {
    if (error instanceof OutOfReach) return { address: nowhere, trouble: { kind: "out-of-reach", error } };
    // What is in the mirror already needs no network, and so no name that resolves.
    const detail = error instanceof Error ? error.message : String(error);
    return { address: nowhere, trouble: { kind: "unreachable", endpoint, detail } };
  }
}
