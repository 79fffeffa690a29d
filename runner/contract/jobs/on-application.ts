import { idOf, OnWireResource } from "../ids.ts";
import { ServerTarget } from "../targets/index.ts";

/** What a job on one application names. */
export const onApplication = { target: ServerTarget, application: OnWireResource, team: idOf("team") };
