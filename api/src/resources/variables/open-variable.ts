// pure

import { valuePlace } from "../../kit/secrets/secret-places.ts";
import type { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { damagedVariable } from "./variable-rules.ts";
import type { VariableRow } from "./variables.store.ts";

/** The value of one variable; one that does not open is told by its name. */
export const openVariable = (
  box: Pick<Awaited<ReturnType<typeof teamSecrets>>, "open">,
  { id, key, value }: Pick<VariableRow, "id" | "key" | "value">,
): Promise<string> =>
  box.open(valuePlace(id), value).catch(() => {
    throw damagedVariable(key);
  });
