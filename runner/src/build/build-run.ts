// pure

import type { RegistryLogin } from "../../contract/index.ts";
import type { OnBuildEvent } from "./build-event.ts";
import type { OutboundProxy } from "./proxy-args.ts";

/** What every build kind gets besides its own settings. */
export type BuildRun = {
  /** Name of the image to make, `repository:tag`, from ids. */
  tag: string;
  labels: Readonly<Record<string, string>>;
  /** Values that may be seen in the image's history. */
  buildArgs: Readonly<Record<string, string>>;
  /** Values that exist only in the steps that mount them. */
  secrets: Readonly<Record<string, string>>;
  /** Stands for the values of the secrets where they must not be seen: in the key of the cache. See `environmentDigest`. */
  digest: string;
  /** For private base images, each given only to its own registry. */
  registries: readonly RegistryLogin[];
  proxy: OutboundProxy | null;
  onEvent: OnBuildEvent;
  signal: AbortSignal;
};
