import { makeRoom } from "../../steps/make-room.ts";
import { type Procedure, sharedEffects } from "../procedure.ts";
import { runOwn } from "../run-own.ts";

/** The old version stops before the new one starts, and comes back when that one fails. */
export const replace: Procedure<"replace"> = {
  rollout: "ours",
  run: (deploy) => runOwn(deploy, { makeRoom }),
  effects: {
    ...sharedEffects,
    "make-room": ["step-aside", "stop"],
    flip: ["live-name"],
    retire: ["remove", "settle", "remove-images"],
  },
};
