import type { ImageOrigin, Release } from "./names.ts";
import { candidateName, liveName, retiredName } from "./names.ts";

/** A container of ours as the server shows it. */
export type ObservedContainer = {
  id: string;
  /** Without the leading slash. */
  name: string;
  /** `crashing`: it keeps ending and is started again and again. `stopped`: somebody ended it, or it was never started. */
  state: "running" | "crashing" | "stopped";
  /** `sha256:…` of the image. */
  image: string;
  release: Release;
  /** undefined: made by a runner that did not tell. */
  imageOrigin?: ImageOrigin | undefined;
  /** Address on its network; undefined while it does not run. */
  address: string | undefined;
  /** JSON the runner put there when it made the container, or undefined. */
  commit: string | undefined;
};

/** `live` holds the name the proxy resolves, `retired` held it once, `candidate` never did. */
export type Role = "live" | "candidate" | "retired";

/** undefined: renamed by hand. Still ours by label, but nobody's guess. */
export function roleOf({ name, release }: ObservedContainer): Role | undefined {
  if (name === liveName(release.application)) return "live";
  if (name === candidateName(release)) return "candidate";
  return name === retiredName(release) ? "retired" : undefined;
}
