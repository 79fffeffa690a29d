import { trustedAuthorities } from "../reach/authorities.ts";
import { createDoor, type Door, type Passage, type Trouble } from "../reach/door.ts";
import type { Exchanging } from "../reach/exchange.ts";
import { findWay, OutOfReach, ownAddresses, type Resolve, systemResolve } from "../reach/find-way.ts";
import type { Reach } from "../reach/judge-addresses.ts";
import type { GitEnvironment } from "./git-environment.ts";
import type { GitSettings } from "./git-settings.ts";
import type { ParsedGitUrl } from "./git-url.ts";
import { createLfsDesk, type LfsDesk } from "./lfs-desk.ts";

/** How git gets out: over http by our door, over ssh to an address that was judged. */
export type GitWay = {
  open: (reach: Reach) => Promise<Passage>;
  resolve: Resolve;
  reachOf: (settings: Pick<GitSettings, "inside">) => Reach;
  /** The desk that git-lfs takes for the forge, and how what it asks goes on. */
  lfs: LfsDesk;
  exchanging: (settings: Pick<GitSettings, "inside" | "allowHttp">) => Promise<Exchanging>;
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
  const lfs = createLfsDesk();
  const reachOf = ({ inside }: Pick<GitSettings, "inside">): Reach => ({ inside, policy, own: ownAddresses() });
  let authorities: Promise<string[]> | undefined;
  return {
    open: door.open,
    resolve,
    reachOf,
    lfs,
    exchanging: async (settings) => {
      authorities ??= trustedAuthorities(environment);
      const of = { reach: reachOf(settings), resolve, environment, timeoutMs: 30_000 };
      return { ...of, allowHttp: settings.allowHttp === true, authorities: await authorities };
    },
    close: () => {
      door.close();
      lfs.close();
    },
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
