import type { CommandRole, ImageOrigin, Release } from "./names.ts";

/** `live` gets the traffic, `retired` got it once, `candidate` never did. The others end by themselves and are no versions: nobody asks them for anything. */
export type Role = "live" | "candidate" | "retired" | CommandRole;

export const isCommand = ({ role }: { role: Role | undefined }): boolean =>
  role === "command" || role === "post-deploy-command";

/** Something of ours that runs, or ran, as the driver shows it. */
export type ObservedContainer = {
  id: string;
  /** What a person finds it by on the server. Nothing is decided by it. */
  name: string;
  /** undefined: somebody else changed it. Still ours by label, but nobody's guess. */
  role: Role | undefined;
  /** Retired only for a moment, because the next one needed its place: it comes back when that one fails. */
  isAside: boolean;
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
