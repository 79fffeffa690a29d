// pure

import type { GitSettings } from "./git-settings.ts";
import { SourceFault, type SourceFaultReason } from "./source-fault.ts";

const denials: ReadonlySet<SourceFaultReason> = new Set(["access-denied", "repository-not-found", "host-key-unknown"]);
const shutDoors: ReadonlySet<SourceFaultReason> = new Set([...denials, "address-refused", "unreachable", "timeout"]);

/** Whether it says no more than that this way is closed: another one may be open. */
export const isShutDoor = (error: unknown): error is SourceFault =>
  error instanceof SourceFault && shutDoors.has(error.reason);

/** The words for a repository speak of its source; those for a submodule say which it is, and who signed in there. */
export function ofSubmodule(
  error: SourceFault,
  { path, settings }: { path: string; settings: Pick<GitSettings, "url" | "auth"> },
): SourceFault {
  if (!denials.has(error.reason)) return error;
  return new SourceFault(error.reason, {
    sentence: `The submodule ${path} cannot be read from ${settings.url}: ${error.message}`,
    evidence: error.evidence,
    nextAction: error.reason === "host-key-unknown" ? otherLine : nextActions[settings.auth.kind],
    cause: error,
  });
}

const otherLine =
  "Compare the fingerprint that its host publishes, and put the host key line of that host into the source's settings, on a line of its own.";

const nextActions: Record<GitSettings["auth"]["kind"], string> = {
  none: "It is not on the forge of the source, so nothing signs in there: make it public, or move it to that forge. Over ssh, the host key line of its host in the settings of a source with a deploy key lets that key be used there.",
  token: "Check that the source's token is valid and may read this repository too.",
  "deploy-key":
    "Add the source's deploy key to this repository too, with read access. A forge that takes a key for one repository only, as GitHub does, wants a source with a token.",
};
