import * as v from "valibot";
import { idOf } from "./ids.ts";
import { Share } from "./share.ts";

/** `trashed`: it comes back whole until its time is over; `purging`: the server is taking it away. */
export const volumeStates = ["active", "trashed", "purging"] as const;

/** What Docker calls a volume. */
export const DockerVolumeName = v.pipe(
  v.string(),
  v.regex(
    /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/,
    "must be the name of a volume: letters, digits and _ . - after a letter or digit",
  ),
);

/** A volume as a runner is told of it. */
export const MountedVolume = v.strictObject({
  id: idOf("volume"),
  /** For people. */
  name: v.pipe(v.string(), v.maxLength(80)),
  dockerName: DockerVolumeName,
  /** It was on the server before us: it carries no label of ours, and is neither made nor removed. */
  isAdopted: v.boolean(),
  /** It held data when it was seen last: one that is gone since is missed, and never made anew. */
  isMade: v.boolean(),
  /** Where its files are, when they are another machine's; null: on the server. */
  share: v.nullable(Share),
});
export type MountedVolume = v.InferOutput<typeof MountedVolume>;

/** The name that Docker gets for a volume of ours: of its id, so that nothing that people rename can lose it. */
export const dockerNameOf = (volume: string): string => `fairlead-${volume.replaceAll("_", "-")}`;
