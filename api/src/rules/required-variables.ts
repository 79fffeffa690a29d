import { holderKindOf } from "./variable-holder.ts";

type Asking = { key: string; holderId: string; isRequired: boolean };
type Given = {
  /** Of all holders around, hidden or not. */
  given: readonly Asking[];
  /** What a process on that server gets, by name. */
  values: Readonly<Record<string, string>>;
  serverId: string;
};

/** Names that must have a value where something runs, and have none: an empty one is none. */
export function missingVariables({ given, values, serverId }: Given): string[] {
  const asks = given.filter(
    ({ isRequired, holderId }) => isRequired && (holderKindOf(holderId) !== "server" || holderId === serverId),
  );
  const names = new Set(asks.map(({ key }) => key));
  return [...names].filter((key) => !Object.hasOwn(values, key) || values[key] === "").toSorted();
}
