import * as v from "valibot";
import { addedShape } from "../ageing/index.ts";
import { idOf } from "../ids.ts";
import { asksNothing, jobKind } from "./job-kind.ts";
import { anEverydayVolume, maxVolumesAtOnce, volumesOfServer } from "./measure-volumes.ts";

const outcomes = ["removed", "absent", "in-use", "not-ours"] as const;

/** Takes volumes away whose time in the trash is over. Nothing else ever removes one. */
export const emptyTrash = jobKind({
  kind: "empty-trash",
  payload: addedShape(3, v.strictObject({ kind: v.literal("empty-trash"), ...volumesOfServer })),
  result: addedShape(
    3,
    v.strictObject({
      kind: v.literal("trash-emptied"),
      volumes: v.pipe(
        v.array(v.strictObject({ id: idOf("volume"), outcome: v.picklist(outcomes) })),
        v.maxLength(maxVolumesAtOnce),
      ),
    }),
  ),
  words: { title: "Emptying the trash", underway: () => "Volumes from the trash are being removed." },
  class: "idempotent",
  verb: "remove-volumes",
  asks: asksNothing,
  everyday: ({ target, team }) => ({ kind: "empty-trash", target, team, volumes: [anEverydayVolume] }),
});
