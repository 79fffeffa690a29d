// pure

import { DamagedValue } from "@fairlead/db/damaged";
import type { RegistryCheckState } from "@fairlead/runner/contract";
import type { RegistryView } from "./registries.schemas.ts";
import type { RegistryRow } from "./registries.store.ts";

export function toRegistryView(row: RegistryRow): RegistryView {
  const { id, name, address, username, isDefault, serverId, pullImage, pushImage, revision, createdAt, updatedAt } =
    row;
  const { checkedAt, checkedFrom, checkLines, checkCause: cause } = row;
  const lines = checkLines === null || checkLines instanceof DamagedValue ? [] : checkLines;
  const isRead = cause !== null && !(cause instanceof DamagedValue);
  return {
    id,
    name,
    address,
    username,
    isDefault,
    serverId,
    pullImage,
    pushImage,
    state: stateOf(row, lines),
    checkedAt,
    checkedFrom,
    lines,
    note: isRead ? { sentence: cause.sentence, nextAction: cause.nextAction } : null,
    revision,
    createdAt,
    updatedAt,
  };
}

/** The first that failed tells most; after it nothing was tried. */
function stateOf({ checkAskedAt, checkedAt }: RegistryRow, lines: RegistryView["lines"]): RegistryCheckState {
  if (checkAskedAt !== null && (checkedAt === null || checkedAt < checkAskedAt)) return "checking";
  return lines.find(({ state }) => state !== "ok")?.state ?? lines[0]?.state ?? "unchecked";
}
