// pure

import type { MountedVolume } from "@fairlead/runner/contract";
import type { VolumeRow } from "./volumes.store.ts";

/** As a runner is told of it. */
export const toMounted = ({ id, name, dockerName, isAdopted, madeAt, share }: VolumeRow): MountedVolume => ({
  id,
  name,
  dockerName,
  isAdopted,
  isMade: madeAt !== null,
  share,
});
