// pure

import { forbidden } from "../../rules/errors.ts";
import type { Person } from "./api-env.ts";

/** What concerns the account itself is done by its person in a browser, never by a token that may have leaked. */
export function bySessionOnly(person: Person): void {
  if (person.via === "session") return;
  throw forbidden("auth.session_needed", "An API token may not change the account of its person. Sign in instead.");
}
