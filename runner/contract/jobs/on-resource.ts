import { idOf, OnWireResource } from "../ids.ts";
import { ServerTarget } from "../targets/index.ts";

/** What a job on one resource names. The field is called as the first contract called it. */
export const onResource = { target: ServerTarget, application: OnWireResource, team: idOf("team") };
