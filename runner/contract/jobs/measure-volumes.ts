import * as v from "valibot";
import { addedShape } from "../ageing/index.ts";
import { idOf } from "../ids.ts";
import { ServerTarget } from "../targets/index.ts";
import { MountedVolume } from "../volume.ts";
import { asksNothing, jobKind } from "./job-kind.ts";

/** So many of one server are looked at in one job. */
export const maxVolumesAtOnce = 500;
export const volumesOfServer = {
  target: ServerTarget,
  team: idOf("team"),
  volumes: v.pipe(v.array(MountedVolume), v.maxLength(maxVolumesAtOnce)),
};
export const anEverydayVolume = {
  id: `vol_${"0".repeat(26)}`,
  name: "data",
  dockerName: "fairlead-vol-data",
  isAdopted: false,
  isMade: true,
  share: null,
};

const count = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)));

export const measureVolumes = jobKind({
  kind: "measure-volumes",
  payload: addedShape(3, v.strictObject({ kind: v.literal("measure-volumes"), ...volumesOfServer })),
  result: addedShape(
    3,
    v.strictObject({
      kind: v.literal("volumes-measured"),
      /** Those that are there. What the server does not tell is null. */
      volumes: v.pipe(
        v.array(v.strictObject({ id: idOf("volume"), sizeBytes: count, containers: count })),
        v.maxLength(maxVolumesAtOnce),
      ),
    }),
  ),
  words: { title: "Measuring volumes", underway: () => "Volumes are being measured." },
  class: "pure",
  verb: "measure-volumes",
  asks: asksNothing,
  everyday: ({ target, team }) => ({ kind: "measure-volumes", target, team, volumes: [anEverydayVolume] }),
});
