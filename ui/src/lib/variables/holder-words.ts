import type { VariableHolder } from "../api/types.ts";

/** Where the variables of a place are changed. */
export const variablesHref = (id: string): string =>
  id.startsWith("team_") ? "/settings/variables" : `/variables/${id}`;

/** "by project Shop"; the holder whose page it is has no name there. */
export const holderText = ({ kind, name }: Pick<VariableHolder, "kind" | "name">): string =>
  name === "" ? "here" : `by ${kind} ${name}`;
