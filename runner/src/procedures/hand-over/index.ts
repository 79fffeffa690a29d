import { type Procedure, sharedEffects } from "../procedure.ts";
import { runHandOver } from "./run-hand-over.ts";

/** The platform is told what shall run, and brings it about. */
export const handOver: Procedure<"hand-over"> = {
  rollout: "platform",
  run: runHandOver,
  effects: {
    connect: [],
    fetch: sharedEffects.fetch,
    build: sharedEffects.build,
    push: sharedEffects.push,
    route: sharedEffects.route,
    "release-command": sharedEffects["release-command"],
    "roll-out": ["roll-out"],
    verify: [],
    "post-deploy-command": sharedEffects["post-deploy-command"],
  },
};
