import type { CreateApplication } from "../../api/types.ts";
import { addVariable } from "../../api/variables.ts";
import { overStored, withRunLine } from "../../run-line/apply-run-line.ts";
import type { RunLine } from "../../run-line/read-run-line.ts";
import type { ApplicationDraft } from "./application-draft.ts";
import { capabilityChoices } from "./capabilities.ts";
import { typedOf } from "./start-command.ts";

export { overStored };

/** Settings that a form draws by hand: what the line says of them stands in their fields, where it can be changed. */
const drawn = ["port", "command", "arguments", "init", "capabilities"];

const beyondForm = (container: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(container).filter(([name]) => !drawn.includes(name)));

/** What is created: what stands in the fields, and what the line says beyond them. */
export const withLine = (typed: CreateApplication, line: RunLine | null): CreateApplication =>
  withRunLine(typed, line && { ...line, container: beyondForm(line.container) });

/** One by one; `given` are those that it has by now, so that a second try goes on where the first one ended. */
export async function giveVariables(
  id: string,
  { variables, given }: Pick<RunLine, "variables"> & { given: Set<string> },
): Promise<void> {
  for (const variable of variables) {
    if (given.has(variable.key)) continue;
    await addVariable(id, variable);
    given.add(variable.key);
  }
}

/** What a line of `docker run` says, in the fields; what it does not say stays as it is typed. */
export function readInto(draft: ApplicationDraft, { image, name, container, health }: RunLine): ApplicationDraft {
  const { port, command, arguments: list, init, capabilities } = container;
  const start = { command: typeof command === "string" ? command : null, arguments: textsIn(list) };
  return {
    ...draft,
    ...(image === undefined ? {} : { originKind: "image", image }),
    ...(name === undefined ? {} : { name }),
    ...(typeof port === "number" ? { port: String(port) } : {}),
    ...(start.command === null && start.arguments === null ? {} : { command: typedOf(start) }),
    ...(typeof init === "boolean" ? { init } : {}),
    ...(capabilities === undefined ? {} : { capabilities: capabilitiesIn(capabilities) }),
    ...(health === undefined ? {} : { hasHealth: health !== null }),
  };
}

const textsIn = (value: unknown): string[] | null => (Array.isArray(value) ? value.map(String) : null);
const capabilitiesIn = (value: unknown) =>
  capabilityChoices.flatMap(({ name }) => (Array.isArray(value) && value.includes(name) ? name : []));

/** What it brought that no field of the form shows. */
export function readInShort({ container, health, variables }: RunLine): string {
  const settings = Object.keys(beyondForm(container)).length + Object.keys(health ?? {}).length;
  const parts = [
    ...(settings === 0 ? [] : [settings === 1 ? "one more setting" : `${settings} more settings`]),
    ...(variables.length === 0 ? [] : [variables.length === 1 ? "one variable" : `${variables.length} variables`]),
  ];
  return parts.length === 0 ? "Read into the fields." : `Read, with ${parts.join(" and ")} of the line.`;
}
