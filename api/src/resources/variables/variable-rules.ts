// pure

import { isForbiddenBuildKey, isShellName, reservedEnvPrefix } from "@fairlead/runner/contract";
import { conflict, invalidField } from "../../rules/errors.ts";

const maxVariables = 1_000;
const maxTotalBytes = 1_048_576;

type Keyed = { key: string; scope: "runtime" | "build" | "both" };

/** `path` names the key as the caller sent it, e.g. `variables.3.key`. */
export function checkKey({ key, scope }: Keyed, path: string): void {
  if (key.startsWith(reservedEnvPrefix)) throw invalidField(path, `names starting with ${reservedEnvPrefix} are ours`);
  if (scope !== "runtime" && !isShellName(key))
    throw invalidField(
      path,
      `${key} cannot be given to a build, whose shell knows only letters, digits and _ in a name; give it the scope runtime`,
    );
  if (scope !== "runtime" && isForbiddenBuildKey(key))
    throw invalidField(path, `${key} changes how the build itself runs; give it the scope runtime`);
}

export function checkTotals({ count, sizeBytes }: { count: number; sizeBytes: number }): void {
  if (count > maxVariables) throw conflict("variable.too_many", `One place has at most ${maxVariables} variables.`);
  if (sizeBytes > maxTotalBytes)
    throw conflict("variable.too_large", "The values of the variables of one place hold at most 1 MiB in total.");
}

export const sizeOf = (value: string) => new TextEncoder().encode(value).length;

export const keyTaken = (key: string) =>
  conflict("variable.key_taken", `There is a variable ${key} already. Change that one.`);

/** Its stored value does not open, whatever is tried: only a new value mends it. */
export const damagedVariable = (key: string) =>
  conflict("variable.damaged", `The stored value of the variable ${key} is damaged. Give it its value again.`);
