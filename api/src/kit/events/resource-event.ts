// pure

import { resourceKindOf } from "@fairlead/runner/contract";
import type { LiveEvent } from "../deps.ts";

/** Something of a resource changed; its kind is told by its id. */
export const resourceEvent = (id: string, state: string): LiveEvent => ({
  type: "resource",
  id,
  kind: resourceKindOf(id) ?? "resource",
  state,
});

/**
 * What a stream tells: an application is told under its old name, too. A page that stayed open while the control plane was replaced hears
 * nothing else, and so do programs of people.
 */
export const toldAs = (event: LiveEvent): readonly (LiveEvent | OlderEvent)[] =>
  event.type === "resource" && event.kind === "application"
    ? [event, { type: "application", id: event.id, state: event.state }]
    : [event];
type OlderEvent = { type: "application"; id: string; state: string };
