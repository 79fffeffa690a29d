// pure

import type { DamagedValue } from "@fairlead/db";
import type { Cause } from "@fairlead/runner/contract";

/** In place of a reason, a finding or a setting that cannot be read: what is damaged, and where it is mended. */
export const damagedCause = (damage: Pick<DamagedValue, "message">, nextAction: string): Cause => ({
  class: "internal",
  step: null,
  sentence: damage.message,
  evidence: [],
  nextAction,
});

/** Parses text of a row of many; what cannot be read is undefined, and the other rows are shown as they are. */
export function parseOr<T>(parse: (value: unknown) => T, text: string): T | undefined {
  try {
    return parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
