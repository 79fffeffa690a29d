import { type Procedure, sharedEffects } from "../procedure.ts";
import { runOwn } from "../run-own.ts";

/** The new version starts beside the old one, and takes over when it answers. */
export const overlap: Procedure<"overlap"> = {
  rollout: "ours",
  run: (deploy) => runOwn(deploy, { makeRoom: async () => undefined }),
  effects: {
    ...sharedEffects,
    flip: ["retire-name", "live-name"],
    retire: ["stop", "remove", "remove-images"],
  },
};
