// pure

import type { Compared } from "../../rules/differences.ts";
import type { ReplaceVariables, VariableList } from "./variables.schemas.ts";

/** Both sets by name. A value that is kept is not compared, and one that is secret on either side is not shown. */
export function compareSet(given: ReplaceVariables, { items }: VariableList): Compared {
  const stored = new Map(items.map((each) => [each.key, each]));
  const isSecret = (key: string, isGivenSecret: boolean) => isGivenSecret || stored.get(key)?.isSecret === true;
  const yours = given.variables.map(
    ({ key, value, ...rest }) => [key, { value: value ?? undefined, ...rest }] as const,
  );
  const names = new Set(given.variables.map(({ key }) => key));
  const gone = items.filter(({ key }) => !names.has(key)).map(({ key }) => [key, null] as const);
  const theirs = items.map(
    ({ key, value, kind, scope, isSecret, isArgumentAllowed, comment, isRequired, isLocked }) => {
      const shown = { kind, scope, isSecret, isArgumentAllowed, comment, isRequired, isLocked };
      return [key, value === null ? shown : { value, ...shown }] as const;
    },
  );
  return {
    yours: { variables: Object.fromEntries([...yours, ...gone]) },
    theirs: { variables: Object.fromEntries(theirs) },
    hidden: given.variables
      .filter((each) => isSecret(each.key, each.isSecret))
      .map(({ key }) => `variables.${key}.value`),
  };
}
