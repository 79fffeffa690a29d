import type { SourceView } from "../api/types.ts";

type Reason = NonNullable<SourceView["refusal"]>["reason"];

/** Calls that were not taken are in no list: what was wrong with them, and what to do about it at the forge. */
export const refusalWords: Record<Reason, { what: string; mend: string }> = {
  signature: {
    what: "Calls were refused: their signature does not fit the secret",
    mend: "Enter the secret at the forge again, or make a new one here.",
  },
  "too-large": {
    what: "Calls were refused: their payload is too large",
    mend: "At most 25 MiB are taken. Such pushes are found by the poll within some minutes.",
  },
  "large-form": {
    what: "Calls were refused: a payload of more than 5 MiB came as a form",
    mend: "Set the webhook's content type at the forge to application/json.",
  },
  "too-slow": {
    what: "Calls were refused: their payload did not come within a minute",
    mend: "Look at the network between the forge and this address.",
  },
};
