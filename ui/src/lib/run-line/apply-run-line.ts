import type { ApplicationView, CreateApplication } from "../api/types.ts";
import type { RunLine } from "./read-run-line.ts";

type Named = Pick<CreateApplication, "name" | "container" | "health">;

/** What is created, with what the line says over it. */
export const withRunLine = <C extends Named>(wanted: C, line: RunLine | null): C => {
  if (!line) return wanted;
  const health = line.health === undefined ? wanted.health : line.health && { ...wanted.health, ...line.health };
  return { ...wanted, container: { ...wanted.container, ...line.container }, health };
};

/** What an application is set to, with what the line says over it. */
export const overStored = (stored: Pick<ApplicationView, "container" | "health">, line: RunLine) => ({
  container: { ...stored.container, ...line.container },
  health: line.health === undefined ? stored.health : line.health && { ...stored.health, ...line.health },
});
