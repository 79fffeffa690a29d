import type { VariableView } from "../api/types.ts";
import { addVariable, deleteVariable, revealVariable } from "../api/variables.ts";
import { offerUndo } from "../ui/offer-undo.ts";

type Place = { holderId: string; onchanged: () => Promise<void> };

/** Its value is read before it goes, so that it can come back byte for byte; one that cannot be read is deleted for good. */
export async function deleteWithUndo(variable: VariableView, { holderId, onchanged }: Place): Promise<void> {
  const { id, key, kind, scope, isSecret, isArgumentAllowed, comment, isRequired } = variable;
  const value =
    variable.value ??
    (await revealVariable(id)
      .then(({ value }) => value)
      .catch(() => null));
  await deleteVariable(id);
  await onchanged();
  if (value === null) return;
  offerUndo({
    id: `delete:${id}`,
    said: `${key} is deleted`,
    run: async () => {
      await addVariable(holderId, { key, value, kind, scope, isSecret, isArgumentAllowed, comment, isRequired });
      await onchanged();
    },
  });
}
