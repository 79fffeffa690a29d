import { idOf } from "../ids.ts";
import { ServerTarget } from "../targets/index.ts";

/** What a job on one application names. */
export const onApplication = { target: ServerTarget, application: idOf("application"), team: idOf("team") };
