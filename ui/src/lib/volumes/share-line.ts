import type { VolumeView } from "../api/types.ts";

/** Where the files of a volume are, in one line. */
export const shareLine = (share: NonNullable<VolumeView["share"]>): string =>
  share.kind === "nfs" ? `${share.host}:${share.path}` : `//${share.host}/${share.share}`;
