// pure

import { DamagedValue } from "@fairlead/db/damaged";
import type { MountedVolume } from "@fairlead/runner/contract";
import type { VolumeRow } from "./volumes.store.ts";

/** As a runner is told of it. Who mounts one looks first whether its share can be read; nothing else asks for it. */
export const toMounted = ({ id, name, dockerName, isAdopted, madeAt, share }: VolumeRow): MountedVolume => ({
  id,
  name,
  dockerName,
  isAdopted,
  isMade: madeAt !== null,
  share: share instanceof DamagedValue ? null : share,
});
